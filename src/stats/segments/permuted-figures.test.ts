import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { areaUnderCurve } from '../performance/auc.ts';
import { meanAndDeviation, permutedFigures, segmentFigures } from './permuted-figures.ts';

const random = seededRandom(3);
const n = 400;
const sorted = Float64Array.from({ length: n }, () => random.below(60) / 60).sort();
const labels = Uint8Array.from(sorted, (score) => (random.uniform() < score ? 1 : 0));
const places = Uint32Array.from({ length: n }, (_, i) => i).filter(() => random.uniform() < 0.4);

/** Pair by pair, as the AUC is defined. */
function pairwise(rows: readonly number[]): number {
  let [won, pairs] = [0, 0];
  for (const i of rows) {
    for (const j of rows) {
      if (labels[i] !== 1 || labels[j] !== 0) continue;
      const [a, b] = [sorted[i] ?? 0, sorted[j] ?? 0];
      won += a > b ? 1 : a === b ? 0.5 : 0;
      pairs++;
    }
  }
  return won / pairs;
}

test('counts rate and ROC AUC of a segment as they are defined, ties half', () => {
  const observed = permutedFigures(labels, [segmentFigures(sorted, places)], 1, random);
  const own = [...places];
  expect(observed[0]).toBeCloseTo(own.filter((at) => labels[at] === 1).length / own.length, 12);
  expect(observed[1]).toBeCloseTo(pairwise(own), 12);
  const scores = own.map((at) => sorted[at] ?? 0);
  expect(observed[1]).toBeCloseTo(
    areaUnderCurve(
      scores,
      own.map((at) => labels[at] ?? 0),
    )?.auc ?? -1,
    12,
  );
});

test('permutes labels among neighbouring scores only', () => {
  const whole = segmentFigures(
    sorted,
    Uint32Array.from({ length: n }, (_, i) => i),
  );
  const lowest = segmentFigures(
    sorted,
    Uint32Array.from({ length: 10 }, (_, i) => i),
  );
  const observed = permutedFigures(labels, [whole, lowest], 200, seededRandom(5));

  const [rate, auc, stratum] = meanAndDeviation(observed, 4);
  expect(rate?.mean).toBeCloseTo(observed[0] ?? -1, 12);
  expect(rate?.deviation).toBeLessThan(1e-6);
  expect(Math.abs((auc?.mean ?? 0) - (observed[1] ?? 0))).toBeLessThan(0.02);
  expect(stratum?.mean).toBeCloseTo(observed[2] ?? -1, 12);
});

test('has no ROC AUC of one class', () => {
  const ones = Uint8Array.from({ length: 30 }, () => 1);
  const scores = Float64Array.from({ length: 30 }, (_, i) => i);
  const part = segmentFigures(scores, Uint32Array.from([1, 2, 3]));
  const draws = permutedFigures(ones, [part], 5, seededRandom(1));
  expect([...draws.subarray(0, 2)]).toEqual([1, Number.NaN]);
  expect(meanAndDeviation(draws, 2)[1]).toEqual({ mean: 0, deviation: 0 });
});
