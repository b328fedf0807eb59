import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../distributions/random.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { ksEffectOf } from './ks.ts';
import { ksInterval } from './ks-interval.ts';

describe('ksInterval', () => {
  test('begins at 0 where D is no larger than chance makes it', () => {
    // 1.358/√n is the 5 % point of Kolmogorov's law.
    expect(ksInterval(1.358 / 20, 400, 0.25 / 400)[0]).toBe(0);
    expect(ksInterval(0, 400, 0)[1]).toBeGreaterThan(0);
  });

  test('stays within 0 and 1', () => {
    expect(ksInterval(1, 5, 0)).toEqual([1, 1].map((end) => expect.closeTo(end, 0)));
    expect(ksInterval(0.9, 3, 0.01)[1]).toBe(1);
  });

  // 2Φ(d/2) − 1 by scipy.stats.norm.
  test.each([
    [0, 0],
    [0.3, 0.11923538474048499],
    [0.8, 0.31084348322064836],
  ])('holds the distance of two normal laws %d apart about 95 times in 100', (shift, truth) => {
    const random = seededRandom(8);
    let held = 0;
    for (let run = 0; run < 300; run++) {
      const reference = Float64Array.from({ length: 303 }, () => random.normal());
      const production = Float64Array.from({ length: 600 }, () => random.normal() + shift);
      const [low, high] = ksEffectOf(numericTable(reference, production)).interval ?? [1, 0];
      if (low <= truth && truth <= high) held++;
    }
    expect(held / 300).toBeGreaterThan(0.912);
  });
});
