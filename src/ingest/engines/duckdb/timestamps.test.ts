import { afterEach, beforeEach, expect, it } from 'vitest';
import { prediction, type TestLogs, testLogs } from '../../../../tests/support/log-files.ts';

/** Times as a machine writes them that keeps local time, read on machines that keep another. */

let logs: TestLogs;
const zone = process.env['TZ'];
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(async () => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  await logs.remove();
});

/** Times of the rows that were taken, newest first, to the second. */
async function times(timestamps: readonly string[]): Promise<string[]> {
  await logs.write('p.jsonl', timestamps.map((timestamp) => `${prediction({ timestamp })}\n`).join(''));
  const store = await logs.open(['p.jsonl'], 'predictions', { now: Date.parse('2026-12-01T00:00:00Z') });
  const rows = await store.newestPredictions({ start: 0, end: Infinity }, 99);
  return rows.map((row) => new Date(row.time).toISOString().slice(0, 19));
}

/** Hours that Paris skips in March and has twice in October, and St John's, half an hour off, on other days. */
const NAIVE = [
  '2026-11-01T01:30:00',
  '2026-10-25T02:30:00',
  '2026-10-25T01:59:59',
  '2026-03-29T03:00:00',
  '2026-03-29T02:30:00',
  '2026-03-29T02:00:00',
  '2026-03-08T02:30:00',
];

it.each(['UTC', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe'])(
  'a time without a zone is UTC on a machine in %s, in the skipped hour and the doubled one too',
  async (tz) => {
    process.env['TZ'] = tz;
    expect(new Date('2026-07-01T00:00:00').getTimezoneOffset() === 0).toBe(tz === 'UTC');
    expect(await times(NAIVE)).toEqual(NAIVE);
  },
);

it('a day of 25 hours keeps its rows in order and apart', async () => {
  process.env['TZ'] = 'Europe/Paris';
  expect(
    await times([
      '2026-10-25T02:30:00+01:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:59:59+02:00',
      '2026-10-25T03:00:00+01:00',
    ]),
  ).toEqual(['2026-10-25T02:00:00', '2026-10-25T01:30:00', '2026-10-25T00:59:59', '2026-10-25T00:30:00']);
});

it('years 0001 and 9999, leap days and leap seconds: taken or refused, never moved', async () => {
  expect(
    await times([
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '1969-12-31T23:59:59Z',
      '2024-02-29T12:00:00Z',
      '2026-02-29T12:00:00Z',
      '2016-12-31T23:59:60Z',
    ]),
  ).toEqual(expect.arrayContaining(['2024-02-29T12:00:00']));
  const store = await logs.open(['p.jsonl'], 'predictions', { now: Date.parse('2026-12-01T00:00:00Z') });
  const { rows, rejected, afterNow } = await store.quality('predictions');
  expect({ rows, afterNow }).toEqual({ rows: 6, afterNow: 1 });
  expect(rejected).toBeGreaterThanOrEqual(3);
});

it.each([true, false, '0.5', ' 0.5', 'true', '', null, [0.5], 1.0000000000000002, -5e-324])(
  'a score of %j is refused',
  async (score) => {
    await logs.write('p.jsonl', `${prediction({ score })}\n${prediction()}\n`);
    const quality = await (await logs.open(['p.jsonl'])).quality('predictions');
    expect(quality).toMatchObject({ rows: 2, rejected: 1 });
    expect(quality.reasons[0]?.code).toMatch(/score/);
  },
);
