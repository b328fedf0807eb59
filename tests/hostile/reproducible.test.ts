import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema/report.ts';
import { caseReport } from '../support/case-report.ts';
import { filesOf } from '../support/hostile/site-files.ts';
import { csvLine, NOW, timeOf } from '../support/hostile/worst-log.ts';
import { type Workplace, workplace } from '../support/run-build.ts';

const places: Workplace[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});
async function newPlace(): Promise<Workplace> {
  const place = await workplace();
  places.push(place);
  return place;
}

const ROWS = 900;
/** Many rows share time, score and label, so that the order of ties matters. */
const predictions = Array.from({ length: ROWS }, (_, row) => {
  const score = (row % 7) / 7;
  return `${JSON.stringify({
    timestamp: timeOf(row - (row % 5), ROWS),
    input: {
      industry: ['Banking', 'Retail', 'Énergie', 'ıstanbul', 'Zürich'][(row * row) % 5],
      quality: ((row * 37) % 101) / 7,
      title: `title ${(row * 31) % 211} of ${(row * 17) % 97}`,
    },
    score,
    label: score > 0.5 ? 'engaged' : 'not_engaged',
    inference_ms: (row % 11) / 3,
    model_version: row % 3 === 0 ? '1.0.0' : '1.1.0',
  })}\n`;
});
const requests = Array.from(
  { length: ROWS },
  (_, row) =>
    `${JSON.stringify({
      timestamp: timeOf(row - (row % 3), ROWS),
      endpoint: ['/predict', '/health', '/x'][row % 3],
      method: 'POST',
      status_code: row % 17 === 0 ? 500 : 200,
      response_ms: (row % 13) / 3,
    })}\n`,
).join('');
const reference =
  csvLine(['industry', 'quality', 'title', 'score']) +
  Array.from({ length: 250 }, (_, row) =>
    csvLine([
      ['Banking', 'Retail', 'Énergie'][row % 3] ?? '',
      ((row * 29) % 97) / 7,
      `title ${(row * 13) % 199}`,
      (row % 50) / 50,
    ]),
  ).join('');

const PARTS = ['p.2.jsonl', 'p.1.jsonl.gz', 'p.jsonl'] as const;
const part = (i: number): string =>
  predictions
    .slice((i * ROWS) / 3, ((i + 1) * ROWS) / 3)
    .join('')
    .concat(i === 1 ? 'broken\n' : '');

/** Writes the same rotated files in the given order, so that directory listings differ. */
async function writeInputs(place: Workplace, order: readonly number[]): Promise<void> {
  await mkdir(place.path('logs'));
  for (const i of order) {
    const name = PARTS[i] ?? '';
    await writeFile(place.path(`logs/${name}`), name.endsWith('.gz') ? gzipSync(part(i)) : part(i));
  }
  await writeFile(place.path('r.jsonl'), requests);
  await writeFile(place.path('reference.csv'), reference);
}

const ENV = { NOW, API_REQUESTS_LOG: 'r.jsonl', REFERENCE_DATA_PATH: 'reference.csv' };

test('the same site, byte for byte: other directory, locale, time zone, order of files', async () => {
  const first = await newPlace();
  await writeInputs(first, [0, 1, 2]);
  const one = await first.build({ ...ENV, PREDICTIONS_LOG: 'logs', TZ: 'UTC', LC_ALL: 'C' });
  expect([one.code, one.stderr]).toEqual([0, '']);
  const second = await newPlace();
  await writeInputs(second, [2, 0, 1]);
  const two = await second.build({
    ...ENV,
    PREDICTIONS_LOG: 'logs/{p.jsonl,p.1.jsonl.gz,p.2.jsonl}',
    OBSERVATIONS_PATH: first.path('dist/reports/2026-02-20/observations.json'),
    TZ: 'America/St_Johns',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
  });
  expect([two.code, two.stderr]).toEqual([0, '']);
  const expected = await filesOf(first.path('dist'));
  const found = await filesOf(second.path('dist'));
  expect([...found.keys()]).toEqual([...expected.keys()]);
  expect(
    [...found].filter(([name, bytes]) => !expected.get(name)?.equals(bytes)).map(([name]) => name),
  ).toEqual([]);
  expect(found.size).toBeGreaterThan(60);
});

test('the same site again in the same place, beside the archive that the first run left', async () => {
  const place = await newPlace();
  await writeInputs(place, [1, 0, 2]);
  const env = { ...ENV, PREDICTIONS_LOG: 'logs' };
  expect((await place.build(env)).code).toBe(0);
  const expected = await filesOf(place.path('dist'));
  const kept = await filesOf(place.path('archive'));
  await copyFile(place.path('dist/reports/2026-02-20/observations.json'), place.path('observed.json'));
  expect((await place.build({ ...env, OBSERVATIONS_PATH: 'observed.json' })).code).toBe(0);
  expect(await filesOf(place.path('dist'))).toEqual(expected);
  expect(await filesOf(place.path('archive'))).toEqual(kept);
});

/** The report without file names and positions of refused rows. */
const figures = ({ inputs, ...report }: Report): unknown => ({
  ...report,
  predictions: inputs.predictions.rows,
  rejected: inputs.predictions.rejected,
});

test('the same figures, whatever the files are called and however many threads read them', async () => {
  const place = await newPlace();
  await writeInputs(place, [0, 1, 2]);
  const inputs = { requests: place.path('r.jsonl'), reference: place.path('reference.csv'), now: NOW };
  const straight = await caseReport({ ...inputs, predictions: place.path('logs'), threads: 1 });
  const threaded = await caseReport({ ...inputs, predictions: place.path('logs'), threads: 7 });
  expect(threaded).toEqual(straight);
  await mkdir(place.path('renamed'));
  for (const [i, name] of ['a.jsonl', 'c.jsonl', 'b.jsonl'].entries()) {
    await writeFile(place.path(`renamed/${name}`), part(i));
  }
  const renamed = await caseReport({ ...inputs, predictions: place.path('renamed') });
  expect(figures(renamed)).toEqual(figures(straight));
  await writeFile(place.path('one.jsonl'), part(2) + part(0) + part(1));
  const whole = await caseReport({ ...inputs, predictions: place.path('one.jsonl') });
  expect(figures(whole)).toEqual(figures(straight));
});
