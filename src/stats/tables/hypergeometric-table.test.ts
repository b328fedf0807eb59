import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { drawHypergeometric, drawSplit } from './hypergeometric-table.ts';

describe('drawHypergeometric', () => {
  test('follows the law: scipy.stats.hypergeom.pmf(k, 20, 7, 12)', () => {
    const pmf = [
      0.000103199, 0.004334365, 0.047678019, 0.198658411, 0.357585139, 0.286068111, 0.095356037, 0.010216718,
    ];
    const random = seededRandom(5);
    const n = 20_000;
    const drawn = new Array<number>(8).fill(0);
    for (let i = 0; i < n; i++) {
      const k = drawHypergeometric(7, 13, 12, random);
      drawn[k] = (drawn[k] ?? 0) + 1;
    }
    pmf.forEach((p, k) => {
      expect(Math.abs((drawn[k] ?? 0) / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n) + 1e-9);
    });
  });

  test('draws what is certain without chance', () => {
    const random = seededRandom(1);
    expect(drawHypergeometric(3, 0, 2, random)).toBe(2);
    expect(drawHypergeometric(0, 5, 2, random)).toBe(0);
    expect(drawHypergeometric(4, 6, 10, random)).toBe(4);
  });
});

describe('drawSplit', () => {
  test('splits a table without changing its margins', () => {
    const split = new Float64Array(3);
    drawSplit(Float64Array.of(10, 0, 30), 15, seededRandom(1), split);
    expect(split[1]).toBe(0);
    expect(split.reduce((sum, count) => sum + count, 0)).toBe(15);
  });
});
