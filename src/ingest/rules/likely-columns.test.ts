import { expect, test } from 'vitest';
import { columnsPolicy } from '../../settings/columns-policy.ts';
import { likelyColumns } from './likely-columns.ts';
import { resolveColumns, type SampleRecord } from './resolve-columns.ts';

const likely = (
  samples: readonly SampleRecord[],
  columns: unknown = {},
): Record<string, readonly string[]> => {
  const rules = { columns: columnsPolicy.parse(columns), labelThreshold: 0.5, positiveLabel: 'engaged' };
  return Object.fromEntries(likelyColumns(resolveColumns('predictions', rules, samples), rules, samples));
};

const record = {
  meta: { created_at: '2026-02-20T12:00:00Z', model_version: '3' },
  request: { features: { industry: 'Bank', score: 0.2, label: 'hot' } },
  result: { proba: 0.7, label: 'engaged', ms: { inference_ms: 3 } },
};

test('finds each field where it stands, and takes no feature for one', () => {
  expect(likely([record, record])).toEqual({
    timestamp: ['meta.created_at'],
    input: ['request.features'],
    score: ['result.proba'],
    label: ['result.label'],
    inference_ms: ['result.ms.inference_ms'],
    model_version: ['meta.model_version'],
  });
});

test('looks for nothing that the record or the policy has', () => {
  const flat = {
    timestamp: '2026-02-20T12:00:00Z',
    input: { result: { score: 0.1 } },
    score: 0.3,
    label: 'x',
  };
  expect(likely([flat])).toEqual({ inference_ms: [], model_version: [] });
  const columns = { predictions: { score: 'result.proba', label: { from: 'score' } } };
  expect(Object.keys(likely([record], columns))).not.toContain('score');
  expect(Object.keys(likely([record], columns))).not.toContain('label');
});

test.each<[string, SampleRecord]>([
  ['values that the field cannot have', { a: { score: 83 } }],
  ['a list', { a: [{ score: 0.4 }] }],
  ['a name with a dot, which a path cannot say', { 'a.b': { score: 0.4 } }],
  ['what lies deeper than four levels', { a: { b: { c: { d: { score: 0.4 } } } } }],
  ['an inherited name', Object.create({ a: { score: 0.4 } }) as SampleRecord],
])('takes no score from %s', (_, sample) => {
  expect(likely([sample])['score']).toEqual([]);
});

test('else finds a required field by a word in its name, at the top level too', () => {
  const lead = { input: { engagement_score: 0.2 }, modelScore: 0.7, hour: 3 };
  expect(likely([{ ...lead, moment: 1, scoring_time: '2026-02-20T12:00:00Z' }])).toMatchObject({
    timestamp: ['scoring_time'],
    score: ['modelScore'],
  });
  expect(likely([{ modelScore: 0.7, a: { score: 0.1 } }])['score']).toEqual(['a.score']);
  expect(likely([{ modelScore: 0.7, leadScore: 0.1 }])['score']).toEqual(['modelScore', 'leadScore']);
  expect(likely([{ input: {}, score: 0.7, category: 'x' }])['label']).toEqual([]);
  // Decisions, per cent, and names that only begin alike.
  expect(likely([{ is_prediction: 1 }, { is_prediction: 0 }])['score']).toEqual([]);
  expect(likely([{ score_pct: 70 }])['score']).toEqual([]);
  expect(likely([{ scoreboard: 0.7 }])['score']).toEqual([]);
});

test('names all places where there are several, and none that few records have', () => {
  expect(likely([{ a: { score: 0.4 }, b: { score: 0.5 } }])['score']).toEqual(['a.score', 'b.score']);
  expect(likely([{ a: { score: 0.4 } }, { a: {} }, { a: {} }])['score']).toEqual([]);
});

test('a record of very many objects is looked into in part', () => {
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, { score: 0.4 }]));
  expect((likely([wide])['score'] ?? []).length).toBeLessThan(60);
});
