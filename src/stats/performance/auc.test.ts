import { describe, expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { areaUnderCurve, aucEffect, aucInterval } from './auc.ts';

describe('areaUnderCurve', () => {
  test("has DeLong's variance", () => {
    const found = areaUnderCurve([0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9], [0, 0, 1, 1, 0, 1, 0, 1]);
    expectScipy(found?.auc, 0.78125);
    expectScipy(found?.variance, 0.033203125);
    expect(areaUnderCurve([1, 2], [1, 1])).toBeUndefined();
  });

  test('counts the pairs that are ordered rightly, ties one half', () => {
    // Positives 3, 2, 2 against negatives 2, 1: won 2 + 1.5 + 1.5 of 6.
    expect(areaUnderCurve([3, 2, 2, 2, 1], [1, 1, 1, 0, 0])).toMatchObject({
      auc: 5 / 6,
      positives: 3,
      negatives: 2,
    });
    expect(areaUnderCurve([1, 1, 1], [1, 0, 0])?.auc).toBe(0.5);
  });
});

describe('aucInterval', () => {
  test('is symmetric on the logit scale and stays inside (0, 1)', () => {
    const [low, high] = aucInterval({ auc: 0.97, variance: 0.01 });
    const logit = (p: number): number => Math.log(p / (1 - p));
    expectScipy(logit(high) - logit(0.97), (1.959963984540054 * 0.1) / (0.97 * 0.03));
    expectScipy(logit(0.97) - logit(low), (1.959963984540054 * 0.1) / (0.97 * 0.03));
    expect(high).toBeLessThan(1);
  });

  test('is the point itself where nothing varies', () => {
    expect(aucInterval({ auc: 1, variance: 0 })).toEqual([1, 1]);
    expect(aucInterval({ auc: 0.7, variance: 0 })).toEqual([0.7, 0.7]);
  });
});

test('aucEffect has its word by the distance above one half: a worse guess than chance is no effect', () => {
  expect(aucEffect({ auc: 0.72, variance: 0.001 })).toMatchObject({
    name: 'AUC',
    value: 0.72,
    word: 'large',
  });
  expect(aucEffect({ auc: 0.2, variance: 0.001 }).word).toBe('negligible');
});
