import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { countAtLeast } from './random-tables.ts';

const DRAWS = 40_000;

function shareAtLeast(totals: readonly number[], observed: readonly number[], seed = 1): number {
  const nFirst = observed.reduce((sum, count) => sum + count, 0);
  const n = totals.reduce((sum, count) => sum + count, 0);
  const pearson = (i: number, first: number): number => {
    const total = totals[i] ?? 0;
    const a = (total * nFirst) / n;
    const b = total - a;
    return (first - a) ** 2 / a + (total - first - b) ** 2 / b;
  };
  const margins = { totals: Float64Array.from(totals), nFirst };
  return countAtLeast(margins, pearson, observed, { draws: DRAWS, random: seededRandom(seed) }) / DRAWS;
}

describe('countAtLeast', () => {
  // Exact shares: every table with these margins enumerated in rational arithmetic, each weighted by Π C(total, first).
  test.each([
    {
      name: 'values of a small first side',
      totals: [3, 4, 5],
      observed: [0, 2, 3],
      exact: 0.2803030303030303,
    },
    {
      name: 'values of a small second side',
      totals: [3, 4, 5],
      observed: [3, 3, 1],
      exact: 0.11616161616161616,
    },
    {
      name: 'category by category',
      totals: [30, 40, 50],
      observed: [8, 15, 27],
      exact: 0.048050990133094794,
    },
    {
      name: 'many ties',
      totals: [2, 2, 2, 2, 2, 2, 2],
      observed: [2, 2, 2, 2, 0, 1, 1],
      exact: 0.4405594405594406,
    },
  ])('follows the law of tables with fixed margins: $name', ({ totals, observed, exact }) => {
    const error = Math.sqrt((exact * (1 - exact)) / DRAWS);
    expect(Math.abs(shareAtLeast(totals, observed) - exact)).toBeLessThan(4 * error);
  });

  test('gives the same count for the same seed, and another for another', () => {
    expect(shareAtLeast([3, 4, 5], [0, 2, 3], 7)).toBe(shareAtLeast([3, 4, 5], [0, 2, 3], 7));
    expect(shareAtLeast([3, 4, 5], [0, 2, 3], 7)).not.toBe(shareAtLeast([3, 4, 5], [0, 2, 3], 8));
  });

  test('counts every table where all are equal, whatever the sums round to', () => {
    const margins = { totals: Float64Array.from({ length: 500 }, () => 1), nFirst: 30 };
    const observed = Float64Array.from({ length: 500 }, (_, i) => (i < 30 ? 1 : 0));
    const term = (_: number, first: number): number => (first - 0.06) ** 2 / 0.06;
    expect(countAtLeast(margins, term, observed, { draws: 500, random: seededRandom(1) })).toBe(500);
  });
});
