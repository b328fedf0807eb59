import { describe, expect, test } from 'vitest';
import { NO_OUTCOMES, NOW, testContext } from '../../../tests/support/metrics-context.ts';
import type { OutcomeRow } from '../../ingest/sources/tables.ts';
import { DAY_MS } from '../../wording/time.ts';
import { joinLeads, mainVersion, withOutcomes } from './leads.ts';

const at = (time: number, engaged: boolean, key: string | null = null): OutcomeRow => ({
  time,
  engaged,
  key,
});

interface Scored {
  readonly key: string;
  readonly time: number;
  readonly score: number;
  readonly modelVersion?: string;
}

const join = async (scored: readonly Scored[], rows: readonly OutcomeRow[]) => {
  const predictions = scored.map(({ key, ...row }) => ({ ...row, input: { lead: key } }));
  const { store, now } = await testContext({ predictions });
  return joinLeads(store, now, { ...NO_OUTCOMES, present: true, keyColumn: 'lead', outcomes: rows });
};

describe('the join', () => {
  test('matches by key, the newest outcome of a lead, and no prediction made after it', async () => {
    const leads = await join(
      [
        { key: 'a', time: NOW - 9 * DAY_MS, score: 0.9 },
        { key: 'b', time: NOW - 9 * DAY_MS, score: 0.1 },
        { key: 'late', time: NOW - DAY_MS, score: 0.4 },
        { key: 'nobody', time: NOW - 9 * DAY_MS, score: 0.5 },
      ],
      [
        at(NOW - 5 * DAY_MS, false, 'a'),
        at(NOW - 4 * DAY_MS, true, 'a'),
        at(NOW - 4 * DAY_MS, false, 'b'),
        at(NOW - 3 * DAY_MS, true, 'late'),
        at(NOW - 3 * DAY_MS, true),
        at(NOW + DAY_MS, true, 'nobody'),
      ],
    );
    // Oldest prediction first, as every engine gives them.
    expect(leads.map(({ score, label, known }) => [score, label, known])).toEqual([
      [0.9, 1, NOW - 4 * DAY_MS],
      [0.1, 0, NOW - 4 * DAY_MS],
      [0.5, null, null],
      [0.4, null, null],
    ]);
  });

  test('counts a lead that was scored again once, with its first prediction, and once a version', async () => {
    const leads = await join(
      [
        { key: 'a', time: NOW - 9 * DAY_MS, score: 0.2 },
        { key: 'a', time: NOW - 6 * DAY_MS, score: 0.9 },
        { key: 'a', time: NOW - 5 * DAY_MS, score: 0.6, modelVersion: '2.0.0' },
      ],
      [at(NOW - 4 * DAY_MS, true, 'a')],
    );
    expect(leads.map(({ version, score, label }) => [version, score, label])).toEqual([
      ['1.0.0', 0.2, 1],
      ['2.0.0', 0.6, 1],
    ]);
  });

  test('takes an outcome dated on the day of its prediction, but none of an earlier hour', async () => {
    const midnight = Date.parse('2026-02-10T00:00:00Z');
    const scored = [{ key: 'a', time: midnight + DAY_MS / 2, score: 0.7 }];
    expect((await join(scored, [at(midnight, true, 'a')])).map(({ label }) => label)).toEqual([1]);
    expect((await join(scored, [at(midnight + 1_000, true, 'a')])).map(({ label }) => label)).toEqual([null]);
  });
});

test('the version is that of most predictions of the range, else the newest', () => {
  const lead = (version: string, time: number) => ({ version, time, score: 0.5, label: null, known: null });
  const leads = [lead('1', 1), lead('1', 2), lead('2', 3)];
  expect(mainVersion(leads, { start: 0, end: 3 })).toBe('1');
  expect(mainVersion(leads, { start: 9, end: 10 })).toBe('2');
  expect(mainVersion([], { start: 0, end: 3 })).toBeNull();
});

test('the same leads are joined once, and anew with other outcomes or at another time', () => {
  const scored = [{ key: 'a', version: '1', time: NOW - 9 * DAY_MS, score: 0.9 }];
  const engaged = { outcomes: [at(NOW - DAY_MS, true, 'a')] };
  const first = withOutcomes(scored, NOW, engaged);
  expect(first.map(({ label }) => label)).toEqual([1]);
  expect(withOutcomes(scored, NOW, engaged)).toBe(first);
  const refused = { outcomes: [at(NOW - DAY_MS, false, 'a')] };
  expect(withOutcomes(scored, NOW, refused).map(({ label }) => label)).toEqual([0]);
  expect(withOutcomes(scored, NOW - 2 * DAY_MS, engaged).map(({ label }) => label)).toEqual([null]);
});
