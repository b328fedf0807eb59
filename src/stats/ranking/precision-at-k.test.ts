import { expect, test } from 'vitest';
import {
  calibratedLeads,
  frozenRankings,
  hitsByHand,
  randomRankings,
} from '../../../tests/support/ranking-cases.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { precisionAtK } from './precision-at-k.ts';
import { rankRows } from './ranked-rows.ts';

/** Leads of the population of `calibratedLeads` at even quantiles of their score. */
function populationRanking(n: number) {
  const scores = Array.from(
    { length: n },
    (_, i) => 1 / (1 + Math.exp(-(Math.log(0.3 / 0.7) + normalQuantile((i + 0.5) / n)))),
  );
  return rankRows(scores, scores);
}

test('is the hits over k of 1,000 rankings with ties, within its interval', () => {
  for (const given of randomRankings(1_000, 6)) {
    const found = precisionAtK(rankRows(given.scores, given.labels), given.k, 'outcomes');
    expect(Math.abs((found?.value ?? -1) - hitsByHand(given) / given.k)).toBeLessThan(1e-9);
    expect(found?.interval[0]).toBeLessThanOrEqual((found?.value ?? 0) + 1e-9);
    expect(found?.interval[1]).toBeGreaterThanOrEqual((found?.value ?? 1) - 1e-9);
  }
});

test('is scikit-learn’s', () => {
  for (const given of frozenRankings()) {
    const found = precisionAtK(rankRows(given.scores, given.labels), given.k, 'outcomes');
    expect(Math.abs((found?.value ?? -1) - given.precision)).toBeLessThan(1e-9);
  }
});

// The long form, with its table, is scripts/dev/ranking-coverage.ts.
test('its intervals hold the precision of the population, and the estimate’s that of the outcomes', () => {
  // The population’s own precision: its leads at even quantiles, in place of a draw.
  const truth = precisionAtK(populationRanking(20_000), 2_000, 'labels');
  const draw = calibratedLeads(300, 2);
  let [held, foretold] = [0, 0];
  const samples = 300;
  for (let i = 0; i < samples; i++) {
    const leads = draw();
    const scores = leads.map(({ score }) => score);
    const real = precisionAtK(
      rankRows(
        scores,
        leads.map(({ label }) => label),
      ),
      30,
      'outcomes',
    );
    const expected = precisionAtK(rankRows(scores, scores), 30, 'labels');
    const holds = (interval: readonly [number, number] | undefined, value: number | undefined): boolean =>
      interval !== undefined && value !== undefined && interval[0] <= value && value <= interval[1];
    if (holds(real?.interval, truth?.value)) held++;
    if (holds(expected?.interval, real?.value)) foretold++;
  }
  expect(held / samples).toBeGreaterThan(0.92);
  expect(held / samples).toBeLessThan(0.985);
  expect(foretold / samples).toBeGreaterThan(0.92);
  expect(foretold / samples).toBeLessThan(0.99);
});

test('is not known without a label, and counts labelled leads only', () => {
  expect(precisionAtK(rankRows([0.9, 0.1], [null, 1]), 1, 'outcomes')).toBeUndefined();
  expect(precisionAtK(rankRows([0.9, 0.8, 0.1], [null, 1, 0]), 2, 'outcomes')?.value).toBe(1);
  expect(precisionAtK(rankRows([], []), 1, 'outcomes')).toBeUndefined();
});
