import { describe, expect, test } from 'vitest';
import {
  AUC_BOUNDS,
  CLIFF_BOUNDS,
  COHEN_BOUNDS,
  CRAMERS_V_BOUNDS,
  effectWord,
  KS_BOUNDS,
  PSI_BOUNDS,
} from './effect.ts';

describe('effectWord', () => {
  test.each([
    [0.19, 'negligible'],
    [0.2, 'small'],
    [-0.3, 'small'],
    [0.5, 'medium'],
    [-0.8, 'large'],
    [7, 'large'],
  ])("calls a Cohen's d of %d %s", (value, word) => {
    expect(effectWord(value, COHEN_BOUNDS)).toBe(word);
  });

  test('knows no small PSI', () => {
    expect([0.09, 0.1, 0.24, 0.25].map((psi) => effectWord(psi, PSI_BOUNDS))).toEqual([
      'negligible',
      'medium',
      'medium',
      'large',
    ]);
  });

  test('takes Romano’s bounds for Cliff’s delta and Cohen’s w for Cramér’s V', () => {
    expect([0.146, 0.147, 0.33, 0.474].map((delta) => effectWord(delta, CLIFF_BOUNDS))).toEqual([
      'negligible',
      'small',
      'medium',
      'large',
    ]);
    expect([0.1, 0.3, 0.5].map((v) => effectWord(v, CRAMERS_V_BOUNDS))).toEqual(['small', 'medium', 'large']);
  });
});

test("the bounds of KS D and AUC are those of normal shifts of Cohen's 0.2, 0.5 and 0.8", () => {
  // 2Φ(d/2) − 1 and Φ(d/√2) − 1/2 by scipy.stats.norm.
  [0.07965567455405798, 0.1974126513658474, 0.31084348322064836].forEach((bound, i) => {
    expect(KS_BOUNDS[i]).toBeCloseTo(bound, 4);
  });
  [0.05623145800914242, 0.13816319508411845, 0.2141961775233342].forEach((bound, i) => {
    expect(AUC_BOUNDS[i]).toBeCloseTo(bound, 4);
  });
});
