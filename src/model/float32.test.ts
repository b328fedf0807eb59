import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextFloat32, strictlyBelowFor } from './float32.ts';

test('the float32 beside a number is one unit in the last place away', () => {
  // 1 + 2^-23, 1 - 2^-24, the smallest subnormal, and across zero.
  expect(nextFloat32(1, 1)).toBe(1 + 2 ** -23);
  expect(nextFloat32(1, -1)).toBe(1 - 2 ** -24);
  expect(nextFloat32(-1, 1)).toBe(-1 + 2 ** -24);
  expect(nextFloat32(0, 1)).toBe(2 ** -149);
  expect(nextFloat32(0, -1)).toBe(-(2 ** -149));
});

test('x < strictlyBelowFor(limit) is x <= limit for every float32 x', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true }),
      fc.integer({ min: -2, max: 2 }),
      fc.float({ noNaN: true }),
      (limit, steps, other) => {
        let near = Math.fround(limit);
        if (!Number.isFinite(near)) near = 0;
        for (let i = 0; i < Math.abs(steps); i += 1) near = nextFloat32(near, steps > 0 ? 1 : -1);
        for (const x of [near, other]) {
          if (Number.isFinite(x)) expect(x < strictlyBelowFor(limit)).toBe(x <= limit);
        }
      },
    ),
    { numRuns: 2000, seed: 3 },
  );
});
