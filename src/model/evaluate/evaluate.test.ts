import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { evaluate } from './evaluate.ts';
import { liftByDecile } from './lift.ts';
import { evaluationMarkdown } from './markdown.ts';
import { pairedAuc } from './paired-auc.ts';

const LABELS = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
const FIRST = [0.9, 0.8, 0.4, 0.35, 0.7, 0.5, 0.3, 0.2, 0.6, 0.1, 0.35];
const SECOND = [0.85, 0.9, 0.6, 0.5, 0.75, 0.45, 0.2, 0.3, 0.55, 0.15, 0.5];

test('paired AUC: difference, interval and p as by the definition (all pairs, NumPy and SciPy)', () => {
  const result = pairedAuc(FIRST, SECOND, LABELS);
  expect(result?.difference).toBeCloseTo(0.09999999999999998, 12);
  expect(result?.interval[0]).toBeCloseTo(-0.08708275747407096, 12);
  expect(result?.interval[1]).toBeCloseTo(0.2870827574740709, 12);
  expect(result?.p).toBeCloseTo(0.29480199193370504, 12);
});

test('a model against itself differs by nothing', () => {
  expect(pairedAuc(FIRST, FIRST, LABELS)).toEqual({ difference: 0, interval: [0, 0], p: 1 });
  expect(
    pairedAuc(
      FIRST,
      SECOND,
      LABELS.map(() => 1),
    ),
  ).toBeNull();
});

test('two equally good models are told apart in about 5 % of samples', () => {
  const random = seededRandom(5);
  let found = 0;
  const trials = 400;
  for (let trial = 0; trial < trials; trial += 1) {
    const labels = Array.from({ length: 150 }, () => random.below(2));
    const noisy = () => labels.map((label) => label + 1.5 * random.normal());
    const result = pairedAuc(noisy(), noisy(), labels);
    if (result !== null && result.p < 0.05) found += 1;
  }
  // 5 % ± three standard errors of 400 trials.
  expect(found / trials).toBeGreaterThan(0.015);
  expect(found / trials).toBeLessThan(0.085);
});

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
