import { expect, test } from 'vitest';
import { sampleKey } from './sample-order.ts';

/** The documented formula, twice, in whole numbers of any size. */
function exactKey(timeUs: number): number {
  const prime = 2_147_483_647n;
  const round = (x: bigint): bigint => (x * x + 12_345n * x) % prime;
  return Number(round(round(BigInt(timeUs) % prime)));
}

test.each([0, 1, 2_147_483_646, 2_147_483_647, 1_771_588_800_123_456, Number.MAX_SAFE_INTEGER])(
  'the sampling key of %i µs is exact',
  (timeUs) => {
    expect(sampleKey(timeUs)).toBe(exactKey(timeUs));
  },
);

test('consecutive times are spread evenly', () => {
  const keys = Array.from({ length: 1_000 }, (_, i) => sampleKey(1_771_588_800_000_000 + i));
  const lower = keys.filter((key) => key < 2_147_483_647 / 2).length;
  expect(lower).toBeGreaterThan(440);
  expect(lower).toBeLessThan(560);
});
