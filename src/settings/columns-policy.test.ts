import { expect, test } from 'vitest';
import { parsePolicy } from './read-policy.ts';

const columns = (value: unknown) => parsePolicy({ columns: value }, 'p.json').columns;

test('takes names, paths, lists, constants, "*" and labels from the score', () => {
  const predictions = {
    timestamp: ['a.b', 'c'],
    input: '*',
    score: 'payload.probability',
    label: { from: 'score' },
    model_version: { value: '0.3.0' },
  } as const;
  expect(columns({ predictions }).predictions).toEqual(predictions);
  expect(columns({}).reference.score).toBe('score');
});

test.each([
  [
    'an unknown field',
    { predictions: { scores: 'x' } },
    'columns.predictions.scores: no such key; did you mean "score"?',
  ],
  ['an unknown log', { prediction: {} }, 'columns.prediction: no such key; did you mean "predictions"?'],
  ['a number', { predictions: { score: 3 } }, 'columns.predictions.score: expected a column: "created_at"'],
  [
    'a constant score',
    { predictions: { score: { value: 1 } } },
    'columns.predictions.score: expected a column',
  ],
  ['an empty level', { predictions: { score: 'a..b' } }, 'columns.predictions.score: expected a name'],
  ['an empty list', { predictions: { score: [] } }, 'columns.predictions.score: '],
  ['NUL', { predictions: { score: 'a\0' } }, 'columns.predictions.score: a name cannot hold a NUL character'],
  ['10,000 levels', { predictions: { score: Array(10_000).fill('a').join('.') } }, 'at most 32 levels'],
  [
    '10,000 listed levels',
    { predictions: { score: Array(10_000).fill('a') } },
    'columns.predictions.score: expected a column',
  ],
  ['a label from the input', { predictions: { label: { from: 'input' } } }, 'columns.predictions.label'],
  [
    'a misspelt constant',
    { predictions: { model_version: { valeu: '1' } } },
    'columns.predictions.model_version',
  ],
])('refuses %s and says what is expected', (_, value, message) => {
  expect(() => columns(value)).toThrow(message);
});
