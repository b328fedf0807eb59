import { describe, expect, test } from 'vitest';
import { categories, NORMAL, NUMERIC_SCENARIOS } from './calibration-scenarios.ts';
import { falsePositiveCells, powerCells, studyCell } from './calibration-study.ts';

describe('false positives of the default tests', () => {
  test.each([
    ['ks', NORMAL],
    ['chisquare', categories(5, 'even')],
    ['chisquare', categories(40, 'rare')],
  ] as const)('%s stays at its level on data without drift', (test, scenario) => {
    const row = studyCell({ test, scenario, sizes: [200, 400], shift: 0, effort: 1 }, 1000, 42);
    // 5 % ± three standard errors of 1,000 runs.
    expect(row.rate).toBeGreaterThan(0.028);
    expect(row.rate).toBeLessThan(0.072);
    expect(row.notApplied).toBe(0);
  });

  test('holds on tiny and on tied samples, where less than 5 % is all that exact tests allow', () => {
    for (const scenario of NUMERIC_SCENARIOS) {
      expect(
        studyCell({ test: 'ks', scenario, sizes: [30, 30], shift: 0, effort: 1 }, 600, 7).rate,
      ).toBeLessThan(0.075);
    }
    const rare = studyCell(
      { test: 'chisquare', scenario: categories(50, 'rare'), sizes: [12, 15], shift: 0, effort: 1 },
      300,
      7,
    );
    expect(rare.rate).toBeLessThan(0.09);
  });

  test('repeats itself for a seed', () => {
    const cell = { test: 'ks', scenario: NORMAL, sizes: [30, 30], shift: 0, effort: 1 } as const;
    expect(studyCell(cell, 50, 3)).toEqual(studyCell(cell, 50, 3));
  });

  test('covers n from 30 to 100,000 and 2 to 200 categories', () => {
    const cells = falsePositiveCells();
    expect(Math.max(...cells.map(({ sizes }) => sizes[1]))).toBe(100_000);
    expect(cells.some(({ scenario }) => scenario.data.startsWith('200 categories'))).toBe(true);
    expect(powerCells().every(({ shift }) => shift > 0)).toBe(true);
  });
});

describe('power', () => {
  test('finds a shift of half a standard deviation, and the detectable shift about four times in five', () => {
    const power = (shift: number): number =>
      studyCell({ test: 'ks', scenario: NORMAL, sizes: [303, 1200], shift, effort: 1 }, 300, 9).rate;
    expect(power(0.5)).toBe(1);
    // detectableKs(303, 1200): Cohen's d of 0.286, a conservative bound.
    expect(power(0.286)).toBeGreaterThan(0.8);
  });
});
