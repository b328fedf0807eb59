import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';
import { parseTimestamp } from '../../sources/timestamp.ts';

/** The generated keys are thousands; what is tried here are the rows. */
const FEW = { maximumFeatures: 60 };

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

const anything = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const usually = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything });

const time = fc.date({ min: new Date('1969-06-01'), max: new Date('2027-01-01'), noInvalidDate: true });
const record = fc.record({
  timestamp: usually(time.map((date) => date.toISOString())),
  input: usually(fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 })),
  score: usually(fc.double({ min: -0.05, max: 1.05, noNaN: true })),
  label: usually(fc.constantFrom('engaged', 'not_engaged', 'é "x"')),
  inference_ms: usually(fc.double({ min: -1, max: 100, noNaN: true })),
  model_version: usually(fc.constantFrom('0.3.0', '1')),
});

/** The rules of the log in plain JavaScript. */
function isGood(line: string): boolean {
  const row = JSON.parse(line) as Record<string, unknown>;
  const { timestamp, input, score, label, inference_ms: ms, model_version: version } = row;
  const at = typeof timestamp === 'string' ? parseTimestamp(timestamp) : null;
  const isRecord = typeof input === 'object' && input !== null && !Array.isArray(input);
  return (
    at !== null &&
    at >= 0 &&
    isRecord &&
    typeof score === 'number' &&
    score >= 0 &&
    score <= 1 &&
    typeof label === 'string' &&
    (ms === undefined || ms === null || (typeof ms === 'number' && ms >= 0)) &&
    (typeof version !== 'object' || version === null)
  );
}

it('accepts just the good ones of four thousand generated records', async () => {
  const lines = fc.sample(record, { numRuns: 4000, seed: 42 }).map((row) => JSON.stringify(row));
  await logs.write('p.jsonl', `${lines.join('\n')}\n`);
  const quality = await (await logs.open(['p.jsonl'], 'predictions', FEW)).quality('predictions');
  expect(quality.rows).toBe(4000);
  expect(quality.rows - quality.rejected).toBe(lines.filter(isGood).length);
  expect(quality.reasons.reduce((sum, reason) => sum + reason.count, 0)).toBe(quality.rejected);
}, 60_000);

it('loses no line of four thousand damaged ones, and nothing falls over', async () => {
  const damaged = fc.tuple(record, fc.nat(), fc.nat(30), fc.string({ unit: 'binary', maxLength: 4 }));
  const lines = fc.sample(damaged, { numRuns: 4000, seed: 7 }).map(([row, at, length, insert]) => {
    const text = JSON.stringify(row);
    const start = at % text.length;
    return (text.slice(0, start) + insert + text.slice(start + length)).replace(/[\r\n]/g, '');
  });
  await logs.write('p.jsonl', `${lines.join('\n')}\n`);
  const store = await logs.open(['p.jsonl'], 'predictions', FEW);
  const quality = await store.quality('predictions');
  expect(quality.rows).toBe(lines.filter((line) => /[^ \t]/.test(line)).length);
  expect(quality.reasons.reduce((sum, reason) => sum + reason.count, 0)).toBe(quality.rejected);
  for (const { samples } of quality.reasons)
    for (const { line } of samples) expect(lines[line - 1]).toBeDefined();
  const features = await store.features({ start: 0, end: WEEK.end });
  for (const { name } of features.slice(0, 40)) {
    const { table } = await store.categoricalTable(name, { start: 0, end: WEEK.end });
    expect(new Set(table.categories).size).toBe(table.categories.length);
  }
}, 60_000);
