import { describe, expect, it } from 'vitest';
import { expectTail } from '../../../tests/support/tolerance.ts';
import { andersonDarlingTail, cramerVonMisesTail } from './quadratic-form-tail.ts';
import { chiSquaredSurvival, normalSurvival, normalTwoSided, studentTwoSided } from './survival.ts';

describe('chiSquaredSurvival', () => {
  // scipy.stats.chi2.sf(x, df), SciPy 1.17.1; 20,000 degrees of freedom also by mpmath.
  it.each([
    [5, 3, 0.1717971442967335],
    [1100, 1000, 0.014614408126295192],
    [20_500, 20_000, 0.006517863488342558],
    [1500, 39, 1.0857827949117636e-289],
  ])('is chi2.sf(%d, %d) = %d', (x, degreesOfFreedom, survival) => {
    expectTail(chiSquaredSurvival(x, degreesOfFreedom), survival);
  });

  it('is exp(−x/2) for two degrees of freedom', () => {
    for (const x of [0.01, 1, 30, 1380]) expectTail(chiSquaredSurvival(x, 2), Math.exp(-x / 2));
  });
});

describe('studentTwoSided', () => {
  it('keeps both ends: 2·scipy.stats.t.sf', () => {
    expectTail(studentTwoSided(40, 4998), 8.716918498480187e-304);
    expectTail(studentTwoSided(1e-3, 1e5), 0.9992021175668878);
  });

  it('is the arctangent law for one degree of freedom', () => {
    expectTail(studentTwoSided(1, 1), 0.5);
  });
});

describe('normal tails', () => {
  it('halve each other', () => {
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 15);
    expect(normalSurvival(-1.959963984540054)).toBeCloseTo(0.975, 15);
  });
});

describe('limiting laws of quadratic statistics', () => {
  it('meet the published percentage points of A² (Anderson and Darling 1954)', () => {
    expect(andersonDarlingTail(1.933)).toBeCloseTo(0.1, 3);
    expect(andersonDarlingTail(2.492)).toBeCloseTo(0.05, 3);
    expect(andersonDarlingTail(3.857)).toBeCloseTo(0.01, 3);
  });

  it('meet the published percentage points of W² (Anderson and Darling 1952)', () => {
    expect(cramerVonMisesTail(0.3473)).toBeCloseTo(0.1, 4);
    expect(cramerVonMisesTail(0.46136)).toBeCloseTo(0.05, 4);
    expect(cramerVonMisesTail(0.74346)).toBeCloseTo(0.01, 4);
  });

  it('have the mean of the law: the area under the tail', () => {
    const area = (tail: (x: number) => number, width: number): number => {
      let sum = 0;
      for (let x = width / 2; x < 400 * width; x += width) sum += tail(x) * width;
      return sum;
    };
    expect(area(cramerVonMisesTail, 0.02)).toBeCloseTo(1 / 6, 3);
    expect(area(andersonDarlingTail, 0.05)).toBeCloseTo(1, 3);
  });
});
