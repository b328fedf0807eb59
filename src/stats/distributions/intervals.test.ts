import { describe, expect, it } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { benjaminiHochberg } from '../benjamini-hochberg.ts';
import { clopperPearsonInterval } from './clopper-pearson.ts';
import { wilsonInterval } from './wilson.ts';

// Literals: scipy.stats.binomtest(7, 50).proportion_ci, SciPy 1.17.1.

describe('wilsonInterval', () => {
  it("equals SciPy's", () => {
    const [low, high] = wilsonInterval(7, 50);
    expectScipy(low, 0.06950833427016292);
    expectScipy(high, 0.26186193710585537);
  });

  it('touches 0 and 1 exactly, and knows nothing without trials', () => {
    expect(wilsonInterval(0, 20)[0]).toBe(0);
    expect(wilsonInterval(20, 20)[1]).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('clopperPearsonInterval', () => {
  it("equals SciPy's", () => {
    const [low, high] = clopperPearsonInterval(7, 50);
    expectScipy(low, 0.05819170033997344);
    expectScipy(high, 0.26739600249700846);
  });

  it('is the rule of three at no success: 1 − 0.025^(1/n)', () => {
    expectScipy(clopperPearsonInterval(0, 30)[1], 1 - 0.025 ** (1 / 30));
  });
});

describe('benjaminiHochberg', () => {
  it('equals scipy.stats.false_discovery_control, in the order of the input', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.8]);
    [0.025, 0.05, 0.05, 0.025, 0.8].forEach((expected, i) => {
      expectScipy(adjusted[i], expected);
    });
  });

  it('never lowers a p-value and never leaves [0, 1]', () => {
    expect(benjaminiHochberg([1, 1, 0])).toEqual([1, 1, 0]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
