import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { type GroupRate, rateChange } from './rate-change.ts';

const rate = (side: readonly GroupRate[]): number =>
  side.reduce((sum, { positives }) => sum + positives, 0) / side.reduce((sum, { n }) => sum + n, 0);

test('tells another mix of values from other rates within them', () => {
  const before = [
    { n: 50, positives: 10 },
    { n: 50, positives: 40 },
  ];
  const mixed = rateChange(before, [
    { n: 80, positives: 16 },
    { n: 20, positives: 16 },
  ]);
  expect(mixed?.mix).toBeCloseTo(-0.18, 12);
  expect(mixed?.within).toBeCloseTo(0, 12);
  const fallen = rateChange(before, [
    { n: 50, positives: 5 },
    { n: 50, positives: 35 },
  ]);
  expect(fallen?.mix).toBeCloseTo(0, 12);
  expect(fallen?.within).toBeCloseTo(-0.1, 12);
});

test('adds up to the change of the rate exactly, whatever the groups, also where a side lacks some', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 500; round++) {
    const side = (): GroupRate[] =>
      Array.from({ length: 1 + random.below(8) }, () => {
        const n = random.below(4) === 0 ? 0 : 1 + random.below(200);
        return { n, positives: random.below(n + 1) };
      });
    const [before, after] = [side(), side()];
    const found = rateChange(before, after);
    if (found === undefined) continue;
    expect(found.mix + found.within).toBeCloseTo(rate(after) - rate(before), 12);
    expect(found.total).toBe(found.mix + found.within);
  }
});

test('says nothing of an empty side', () => {
  expect(rateChange([], [{ n: 3, positives: 1 }])).toBeUndefined();
  expect(rateChange([{ n: 3, positives: 1 }], [{ n: 0, positives: 0 }])).toBeUndefined();
});
