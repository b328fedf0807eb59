import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { areaUnderCurve, weightedAuc } from './auc.ts';
import { labelledByScore, labelledShare, sortedScores } from './selection.ts';

const random = seededRandom(8);
const draw = (n: number) => {
  const labels = Array.from({ length: n }, () => (random.uniform() < 0.3 ? 1 : 0));
  const scores = labels.map((label) => 1 / (1 + Math.exp(-(random.normal() + 0.95 * label))));
  return { scores, labels };
};

test('rows that were all labelled count like those of whom only the top fifth was', () => {
  const baseline = draw(20_000);
  const production = draw(20_000);
  const cut = [...production.scores].sort((a, b) => b - a)[4_000] ?? 0;
  const contacted = production.scores.map((score) => score > cut);
  const chosen = (values: readonly number[]) => values.filter((_, i) => contacted[i]);
  const among = areaUnderCurve(chosen(production.scores), chosen(production.labels));
  const whole = areaUnderCurve(baseline.scores, baseline.labels);
  const share = labelledShare(sortedScores(production.scores, contacted));
  const weighted = weightedAuc({ ...baseline, weights: baseline.scores.map(share) });
  // About 0.75 among all and 0.62 among the top fifth: the fall is the choice of leads, not the model's.
  expect((whole?.auc ?? 0) - (among?.auc ?? 1)).toBeGreaterThan(0.08);
  expect(Math.abs((weighted?.auc ?? 0) - (among?.auc ?? 1))).toBeLessThan(0.025);
});

test('a share by score changes no weight where labels do not depend on it', () => {
  const { scores } = draw(5_000);
  const labelled = scores.map(() => random.uniform() < 0.5);
  const share = labelledShare(sortedScores(scores, labelled));
  expect(Math.min(...scores.map(share))).toBeGreaterThan(0.25);
  expect(Math.max(...scores.map(share))).toBeLessThan(0.75);
});

test('deciles hold all rows and never part equal scores', () => {
  const groups = labelledByScore(sortedScores([...Array(50).fill(0.2), 0.3, 0.4], Array(52).fill(true)), 10);
  expect(groups).toEqual([
    { from: 0.2, n: 50, labelled: 50 },
    { from: 0.3, n: 2, labelled: 2 },
  ]);
});
