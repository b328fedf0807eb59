import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { areaUnderCurve } from './auc.ts';
import { explorationCost } from './exploration-cost.ts';

const TEAM = { callsPerWeek: 200, share: 0.1, weeks: 13, chosenRate: 0.5, randomRate: 0.2, auc: 0.75 };

test('a call to a lead at random costs the difference of the rates', () => {
  expect(explorationCost(TEAM)).toMatchObject({ calls: 260, engagedLostPerWeek: 6 });
  expect(explorationCost({ ...TEAM, share: 0.001 }).halfWidth).toBeNull();
});

test('the interval is as wide as the ROC AUC of so many random leads spreads', () => {
  const random = seededRandom(8);
  // Normal scores that differ by 0.9539 standard deviations have an AUC of 0.75.
  const found = Array.from({ length: 400 }, () => {
    const labels = Array.from({ length: 260 }, () => (random.uniform() < 0.2 ? 1 : 0));
    return areaUnderCurve(
      labels.map((label) => random.normal() + 0.9539 * label),
      labels,
    )?.auc as number;
  });
  const mean = found.reduce((sum, auc) => sum + auc, 0) / found.length;
  const spread = Math.sqrt(found.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / found.length);
  expect((explorationCost(TEAM).halfWidth ?? 0) / (1.96 * spread)).toBeGreaterThan(0.88);
  expect((explorationCost(TEAM).halfWidth ?? 9) / (1.96 * spread)).toBeLessThan(1.12);
});
