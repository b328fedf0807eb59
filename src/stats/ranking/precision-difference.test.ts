import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../distributions/random.ts';
import { pairedPrecision, splitPrecision, zOf } from './precision-difference.ts';
import { rankRows } from './ranked-rows.ts';
import { type Cut, cutAt } from './top-rows.ts';

interface Sample {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly labels: readonly number[];
}

/** Leads that engage by a hidden value, of which two models see more or less. */
function sample(n: number, [a, b]: readonly [number, number], random: Random): Sample {
  const leads = Array.from({ length: n }, () => {
    const hidden = random.normal();
    const label = random.uniform() < 1 / (1 + Math.exp(1.2 - 1.2 * hidden)) ? 1 : 0;
    return { first: hidden + a * random.normal(), second: hidden + b * random.normal(), label };
  });
  return {
    first: leads.map(({ first }) => first),
    second: leads.map(({ second }) => second),
    labels: leads.map(({ label }) => label),
  };
}

const cut = (scores: readonly number[], labels: readonly number[], share: number): Cut =>
  cutAt(rankRows(scores, labels), share * labels.length) as Cut;
const holds = (interval: readonly [number, number] | undefined, value: number): boolean =>
  interval !== undefined && interval[0] <= value && value <= interval[1];

test('precision, difference and ties are those of the two tops', () => {
  const labels = [1, 1, 0, 0, 1, 0, 0, 0, 0, 0];
  const first = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  // Three leads share the second place: a third each.
  const second = [9, 1, 8, 8, 8, 0, 0, 0, 0, 0];
  const found = pairedPrecision(first, second, labels, 0.2, 0.95);
  expect(found?.first).toBe(1);
  expect(found?.second).toBeCloseTo((1 + 1 / 3) / 2, 12);
  expect(found?.difference).toBeCloseTo(-1 / 3, 12);
  expect(pairedPrecision(first, first, labels, 0.2, 0.95)).toMatchObject({ difference: 0, interval: [0, 0] });
  expect(pairedPrecision([], [], [], 0.2, 0.95)).toBeUndefined();
  expect(zOf(0.95)).toBeCloseTo(1.959964, 6);
});

test.each([0.95, 0.975])(
  'the interval of a true difference holds it about as often as it says: %f',
  (confidence) => {
    const random = seededRandom(21);
    const [n, share, rounds] = [600, 0.1, 300];
    const models = [1.2, 0.4] as const;
    const whole = sample(40_000, models, random);
    const truth = (
      pairedPrecision(whole.first, whole.second, whole.labels, share, confidence) ?? { difference: 0 }
    ).difference;
    expect(truth).toBeGreaterThan(0.05);
    let [paired, split] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const { first, second, labels } = sample(n, models, random);
      const other = sample(n, models, random);
      if (holds(pairedPrecision(first, second, labels, share, confidence)?.interval, truth)) paired++;
      const found = splitPrecision(
        cut(first, labels, share),
        cut(other.second, other.labels, share),
        confidence,
      );
      if (holds(found?.interval, truth)) split++;
    }
    const tolerance = 3.5 * Math.sqrt((confidence * (1 - confidence)) / rounds);
    for (const held of [paired, split]) {
      expect(held / rounds).toBeGreaterThan(confidence - tolerance);
      expect(held / rounds).toBeLessThan(Math.min(1, confidence + tolerance) + 1e-9);
    }
  },
);

test('the same leads tell more than as many others', () => {
  const random = seededRandom(2);
  const { first, second, labels } = sample(1_000, [0.3, 0.3], random);
  const width = ([low, high]: readonly [number, number] = [0, 0]): number => high - low;
  const paired = pairedPrecision(first, second, labels, 0.1, 0.95);
  const split = splitPrecision(cut(first, labels, 0.1), cut(second, labels, 0.1), 0.95);
  expect(width(paired?.interval)).toBeLessThan(0.8 * width(split?.interval));
  expect(split?.difference).toBeCloseTo(paired?.difference ?? 9, 9);
});
