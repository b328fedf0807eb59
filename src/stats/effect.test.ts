import { describe, expect, test } from 'vitest';
import {
  AUC_BOUNDS,
  CLIFF_BOUNDS,
  COHEN_BOUNDS,
  CRAMERS_V_BOUNDS,
  effectRank,
  effectWord,
  isMaterial,
  KS_BOUNDS,
  nextWord,
  PSI_BOUNDS,
} from './effect.ts';
import type { EffectWord } from './result.ts';

const effect = (name: string, value: number, word: EffectWord) => ({ name, value, word });

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

test('nextWord goes one size up and no further', () => {
  expect((['negligible', 'small', 'medium', 'large'] as const).map(nextWord)).toEqual([
    'small',
    'medium',
    'large',
    'large',
  ]);
});

test('effectRank orders shifts of different measures by size', () => {
  const v = effect("Cramér's V", 0.35, 'medium');
  const d = effect('KS D', 0.25, 'medium');
  const auc = effect('AUC', 0.56, 'small');
  const raised = effect("Cramér's V", 0.05, 'large');
  const order = [null, auc, d, v, raised].toSorted((a, b) => effectRank(b) - effectRank(a));
  // 0.25 is 0.80 of what is large for D, 0.35 is 0.70 of it for V.
  expect(order).toEqual([raised, d, v, auc, null]);
});

test('isMaterial wants a size from small and an interval beyond 0.05', () => {
  const judged = (name: string, word: EffectWord, interval: readonly [number, number] | null): boolean =>
    isMaterial({ ...effect(name, 0.2, word), interval });
  expect(judged("Cramér's V", 'small', [0.06, 0.3])).toBe(true);
  expect(judged("Cramér's V", 'small', [0.04, 0.3])).toBe(false);
  expect(judged("Cramér's V", 'negligible', [0.06, 0.09])).toBe(false);
  expect(judged('KS D', 'large', null)).toBe(false);
  expect(judged("Cohen's h", 'small', [-0.4, -0.06])).toBe(true);
  expect(judged('AUC', 'small', [0.54, 0.6])).toBe(false);
  expect(judged('AUC', 'small', [0.56, 0.6])).toBe(true);
  expect(judged('AUC', 'large', [0.1, 0.4])).toBe(false);
});
