import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { evaluate } from './evaluate.ts';
import { liftByDecile } from './lift.ts';
import { evaluationMarkdown } from './markdown.ts';

test('lift: the top tenth of 20 leads holds both of 4 positives that score highest', () => {
  const scores = Array.from({ length: 20 }, (_, i) => (20 - i) / 20);
  const labels = scores.map((_, i) => (i < 2 || i === 10 || i === 19 ? 1 : 0));
  const lift = liftByDecile(scores, labels);
  expect(lift).toHaveLength(10);
  // 2 of 2 against 4 of 20.
  expect(lift[0]).toMatchObject({ decile: 1, n: 2, positives: 2, lift: 5, cumulativeCapture: 0.5 });
  expect(lift[1]).toMatchObject({ positives: 0, lift: 0, cumulativeCapture: 0.5 });
  expect(lift[9]?.cumulativeCapture).toBe(1);
  expect(liftByDecile([], [])).toEqual([]);
});

const candidate = (name: string, scores: readonly number[]) => ({
  name,
  how: 'test',
  scores: Float64Array.from(scores),
});

test('champion and challenger: figures for both, Brier difference by hand, a verdict', () => {
  const labels = [1, 0, 1, 0];
  const evaluation = evaluate(
    labels,
    0.5,
    candidate('old', [0.6, 0.4, 0.6, 0.4]),
    candidate('new', [0.9, 0.1, 0.9, 0.1]),
  );
  expect(evaluation.champion.performance.auc.value).toBe(1);
  // 0.01 - 0.16 in every row.
  expect(evaluation.comparison?.brier.difference).toBeCloseTo(-0.15, 12);
  expect(evaluation.comparison?.verdict).toBe('no difference shown');
  const markdown = evaluationMarkdown(evaluation, 'leads.csv');
  expect(markdown).toContain('| AUC | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |');
  expect(markdown).toContain('4 leads, 2 engaged (50.0 %)');
});

test('a clear difference is called', () => {
  const random = seededRandom(8);
  const labels = Array.from({ length: 300 }, () => random.below(2));
  const squash = (z: number): number => 1 / (1 + Math.exp(-z));
  const good = labels.map((label) => squash(2 * label - 1 + 0.5 * random.normal()));
  const bad = labels.map(() => random.uniform());
  expect(evaluate(labels, 0.5, candidate('bad', bad), candidate('good', good)).comparison?.verdict).toBe(
    'challenger better',
  );
  expect(evaluate(labels, 0.5, candidate('good', good), candidate('bad', bad)).comparison?.verdict).toBe(
    'champion better',
  );
});

test('one outcome only cannot be evaluated', () => {
  expect(() => evaluate([1, 1, 1], 0.5, candidate('x', [0.1, 0.2, 0.3]), null)).toThrow(
    /every outcome is the same/,
  );
});
