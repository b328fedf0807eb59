import { expect, test } from 'vitest';
import { columnsPolicy } from '../../settings/columns-policy.ts';
import { readFields, sourceOf } from './column-map.ts';
import { epochMicroseconds, LOG_FIELDS } from './log-fields.ts';
import { type ColumnRules, resolveColumns, type SampleRecord } from './resolve-columns.ts';

const rules = (columns: unknown = {}): ColumnRules => ({
  columns: columnsPolicy.parse(columns),
  labelThreshold: 0.5,
  positiveLabel: 'engaged',
});

const usual = { timestamp: '2026-02-20T12:00:00', input: {}, score: 0.5, label: 'engaged' };
const without = (name: keyof typeof usual): SampleRecord =>
  Object.fromEntries(Object.entries(usual).filter(([key]) => key !== name));

/** Where a field of predictions is read. */
function placeOf(name: string, samples: readonly SampleRecord[], columns: unknown = {}) {
  const map = resolveColumns('predictions', rules(columns), samples);
  const field = LOG_FIELDS.predictions.find((one) => one.name === name);
  if (field === undefined) throw new Error(name);
  return sourceOf(map, field);
}

test('leaves a log with the usual names as it is, whatever else its records hold', () => {
  const record = { ...usual, created_at: '2020-01-01T00:00:00Z', probability: 0.9, prediction: 1, time: 3 };
  const map = resolveColumns('predictions', rules(), [record]);
  expect([[...map.fields], map.inputIsText, map.notes]).toEqual([[], false, []]);
});

test.each([
  ['a text for the time', 'timestamp', { created_at: 'yesterday' }],
  ['a score in per cent', 'score', { probability: 83 }],
  ['a list of features', 'input', { features: [1, 2] }],
])('does not read %s', (_, name, other) => {
  const record = { ...without(name as keyof typeof usual), ...other };
  expect(placeOf(name, [record])).toEqual({ kind: 'paths', paths: [[name]] });
});

test('takes the graded one of two scores, and one of two names for the same values', () => {
  const records = [0.25, 0.75].map((score, i) => ({
    ...without('score'),
    prediction: i,
    probability: score,
    proba: score,
  }));
  expect(placeOf('score', records)).toEqual({ kind: 'paths', paths: [['score'], ['probability']] });
});

test('two scores with different values are an error that names both and the line of the policy that decides', () => {
  const record = { ...without('score'), probability: 0.25, proba: 0.5 };
  expect(() => resolveColumns('predictions', rules(), [record])).toThrow(
    /^PREDICTIONS_LOG: both `probability` and `proba` could be the score.*"columns": \{"predictions": \{"score": "probability"\}\}$/,
  );
  expect(placeOf('score', [record], { predictions: { score: 'proba' } })).toEqual({
    kind: 'paths',
    paths: [['proba']],
  });
});

test('two inference times are no error: neither is read, which is said', () => {
  const map = resolveColumns('predictions', rules(), [{ ...usual, latency_ms: 1, duration_ms: 2 }]);
  expect(map.fields.has('inference_ms')).toBe(false);
  expect(map.notes.join()).toMatch(/both `latency_ms` and `duration_ms` could be the inference time/);
});

test('a stray record with other names decides nothing', () => {
  const strays = [{ ts: '2026-02-20T12:00:00Z', time: '2026-02-20T13:00:00Z' }];
  const records = [...Array.from({ length: 99 }, () => usual), ...strays];
  expect(() => resolveColumns('predictions', rules(), records)).not.toThrow();
});

test('says which of the policy’s columns no record has, with the nearest name', () => {
  const map = resolveColumns('predictions', rules({ predictions: { score: 'probabilty' } }), [
    { ...without('score'), probability: 0.5 },
  ]);
  expect(map.notes).toEqual([
    "no record of the sample has `probabilty`, which the policy's columns.predictions.score names; the nearest name is `probability`",
  ]);
});

test('a label is derived only where no record has one', () => {
  expect(placeOf('label', [without('label'), without('label')])).toMatchObject({
    kind: 'threshold',
    above: 0.5,
  });
  expect(placeOf('label', [without('label'), usual])).toEqual({ kind: 'paths', paths: [['label']] });
  const map = resolveColumns('predictions', rules(), [without('label')]);
  expect(readFields({ score: 0.5 }, map)['label']).toBe('not_engaged');
  expect(readFields({ score: 0.51 }, map)['label']).toBe('engaged');
  expect(readFields({ score: 'high' }, map)['label']).toBeUndefined();
});

test('no name is inherited: neither constructor nor __proto__ is a column', () => {
  const map = resolveColumns(
    'predictions',
    rules({ predictions: { score: 'constructor.length', label: '__proto__.name' } }),
    [],
  );
  expect(readFields({}, map)).toEqual({
    timestamp: undefined,
    input: undefined,
    score: undefined,
    label: undefined,
    inference_ms: undefined,
    model_version: undefined,
  });
  const record = JSON.parse('{"__proto__": {"name": "engaged"}}') as SampleRecord;
  expect(readFields(record, map)['label']).toBe('engaged');
});

test.each([
  [946_684_800, Date.UTC(2000, 0, 1)],
  [1_771_588_800.5, Date.UTC(2026, 1, 20, 12) + 500],
  [1_771_588_800_500, Date.UTC(2026, 1, 20, 12) + 500],
  [946_684_799, null],
  [4_102_444_801, null],
  [1_771_588_800_000_000, null],
  [Number.NaN, null],
])('%d since 1970', (number, ms) => {
  expect(epochMicroseconds(number)).toBe(ms === null ? null : ms * 1000);
});
