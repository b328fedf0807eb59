import { expect, test } from 'vitest';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { memoryGrowthMb } from './memory-growth.ts';

/** An hour of samples, one a second: a heap that fills and is collected every two minutes, up to its size. */
const heap = (leakMbAnHour: number): number[] => {
  const { normal } = seededRandom(3);
  return Array.from({ length: 3_600 }, (_, second) => {
    const size = 110 + 60 * (1 - Math.exp(-second / 600));
    return size + ((second % 120) / 120) * 30 + 3 * normal() + (leakMbAnHour * second) / 3_600;
  });
};

test('a heap that has found its size does not grow, a leak does by what leaks in half the time', () => {
  expect(Math.abs(memoryGrowthMb(heap(0)))).toBeLessThan(5);
  expect(memoryGrowthMb(heap(100))).toBeGreaterThan(45);
  expect(memoryGrowthMb(heap(100))).toBeLessThan(55);
  expect(memoryGrowthMb([])).toBe(0);
});
