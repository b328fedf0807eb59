import { describe, expect, test } from 'vitest';
import { andersonDarlingTail, cramerVonMisesTail } from './quadratic-form-tail.ts';

/** The integral of a survival function, which is the mean of the distribution. */
function area(tail: (x: number) => number, width: number): number {
  let sum = 0;
  for (let x = width / 2; x < 400 * width; x += width) sum += tail(x) * width;
  return sum;
}

describe('andersonDarlingTail', () => {
  test('meets the published percentage points of A² (Anderson and Darling 1954)', () => {
    expect(andersonDarlingTail(1.933)).toBeCloseTo(0.1, 3);
    expect(andersonDarlingTail(2.492)).toBeCloseTo(0.05, 3);
    expect(andersonDarlingTail(3.857)).toBeCloseTo(0.01, 3);
  });

  test('has the mean 1 of the law', () => expect(area(andersonDarlingTail, 0.05)).toBeCloseTo(1, 3));
});

describe('cramerVonMisesTail', () => {
  test('meets the published percentage points of W² (Anderson and Darling 1952)', () => {
    expect(cramerVonMisesTail(0.3473)).toBeCloseTo(0.1, 4);
    expect(cramerVonMisesTail(0.46136)).toBeCloseTo(0.05, 4);
    expect(cramerVonMisesTail(0.74346)).toBeCloseTo(0.01, 4);
  });

  test("is one minus SciPy's distribution function, which stops at 1e-7", () => {
    expect(cramerVonMisesTail(0.02)).toBeCloseTo(0.9969993856983981, 6);
    expect(cramerVonMisesTail(0.05)).toBeCloseTo(0.876280931041351, 6);
    expect(cramerVonMisesTail(2)).toBeCloseTo(1.2780736265760595e-5, 7);
  });

  test('has the mean 1/6 of the law', () => expect(area(cramerVonMisesTail, 0.02)).toBeCloseTo(1 / 6, 3));
});
