import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../distributions/random.ts';
import { estimateResidual } from './estimate-residual.ts';

/** Leads whose chance is `power` times the logit of their score, less a half; `lean` moves the scores. */
function leads(random: Random, n: number, { lean = 0, power = 1.6, spread = 1 } = {}) {
  const scores: number[] = [];
  const labels: number[] = [];
  for (let i = 0; i < n; i++) {
    const x = lean + spread * random.normal();
    scores.push(1 / (1 + Math.exp(-x)));
    labels.push(random.uniform() < 1 / (1 + Math.exp(0.5 - power * x)) ? 1 : 0);
  }
  return { scores, labels };
}

/** Share of simulations with p below 0.05. */
function rejected(runs: number, one: (random: Random) => ReturnType<typeof estimateResidual>) {
  const random = seededRandom(21);
  const counts = { rocAuc: 0, accuracy: 0, rate: 0 };
  for (let run = 0; run < runs; run++) {
    const found = one(random);
    for (const key of ['rocAuc', 'accuracy', 'rate'] as const)
      if ((found?.[key]?.p ?? 1) < 0.05) counts[key]++;
  }
  return { rocAuc: counts.rocAuc / runs, accuracy: counts.accuracy / runs, rate: counts.rate / runs };
}

describe.each([
  ['as many rows, scores that stay', 300, 300, 0],
  ['more rows, scores that moved', 300, 600, 0.5],
  ['fewer rows, scores that moved', 600, 200, 0.5],
])('outcomes that the scores foretell: %s', (_, before, now, lean) => {
  test('are rejected at 5 % in about 5 % of the cases', () => {
    const rates = rejected(150, (random) =>
      estimateResidual(leads(random, now, { lean }), leads(random, before), 0.5),
    );
    // Three standard errors of 150 simulations above 5 %.
    for (const rate of Object.values(rates)) {
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThan(0.105);
    }
  });
});

test('the rows that the chances were learnt from show no residual', () => {
  const rows = leads(seededRandom(3), 2_000);
  const found = estimateResidual(rows, rows, 0.5);
  expect(found?.accuracy.difference).toBeCloseTo(0, 4);
  expect(found?.rate.difference).toBeCloseTo(0, 4);
  expect(found?.rocAuc?.difference).toBeCloseTo(0, 3);
});

test('outcomes that the scores no longer foretell are found', () => {
  const random = seededRandom(5);
  const found = estimateResidual(leads(random, 2_000, { power: 0.3 }), leads(random, 2_000), 0.5);
  expect(found?.rocAuc?.z).toBeLessThan(-5);
  expect(found?.accuracy.z).toBeLessThan(-5);
  expect(estimateResidual({ scores: [], labels: [] }, leads(random, 50), 0.5)).toBeUndefined();
});
