import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { sharedInTime } from './shared-in-time.ts';

test('versions that share every lead at random are taken for uneven in about 5 % of logs', () => {
  const random = seededRandom(3);
  let found = 0;
  for (let log = 0; log < 1_000; log++) {
    const sides: [number[], number[]] = [[], []];
    for (let i = 0; i < 300; i++) sides[random.uniform() < 0.3 ? 0 : 1].push(random.uniform());
    if ((sharedInTime(...sides) ?? 1) < 0.05) found++;
  }
  // 5 % ± four standard errors.
  expect(found).toBeGreaterThan(22);
  expect(found).toBeLessThan(78);
});

test('versions that took turns, replaced each other, or of which one grew, are uneven', () => {
  const times = Array.from({ length: 600 }, (_, i) => i);
  const by = (isFirst: (i: number) => boolean): [number[], number[]] => [
    times.filter(isFirst),
    times.filter((i) => !isFirst(i)),
  ];
  const random = seededRandom(4);
  expect(sharedInTime(...by((i) => Math.floor(i / 60) % 2 === 0))).toBeLessThan(1e-6);
  expect(sharedInTime(...by((i) => i < 300))).toBeLessThan(1e-6);
  expect(sharedInTime(...by((i) => random.uniform() < i / 600))).toBeLessThan(1e-6);
});

test('batches are as good as single rows, and too few rows say nothing', () => {
  const batch = (own: number): number[] => Array.from({ length: 20 * own }, (_, i) => Math.floor(i / own));
  expect(sharedInTime(batch(15), batch(5))).toBeCloseTo(1, 9);
  expect(sharedInTime([1, 2, 3], batch(5))).toBeNull();
  expect(
    sharedInTime(
      batch(15).map(() => 1),
      batch(5).map(() => 1),
    ),
  ).toBeNull();
});

test('the statistic is that of the chi-squared test of the table', () => {
  const side = (own: readonly number[]): number[] => own.flatMap((n, time) => Array<number>(n).fill(time));
  // [[15, 5], [5, 15]]: chi-squared 10 with one degree of freedom; SciPy's chi2_contingency without correction.
  expect(sharedInTime(side([15, 5]), side([5, 15]))).toBeCloseTo(0.0015654022580025, 10);
});
