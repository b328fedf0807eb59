import { Z_95 } from '../distributions/normal.ts';
import { normalTwoSided } from '../distributions/survival.ts';
import { areaUnderCurve } from './auc.ts';

/** Difference of two AUCs. */
export interface AucDifference {
  readonly first: number;
  readonly second: number;
  /** Second minus first. */
  readonly difference: number;
  readonly interval: readonly [number, number];
  /** Two-sided p under "both AUCs are equal". */
  readonly p: number;
}

/** Values of `sorted` below `value`, ties counted half. */
function rankIn(sorted: Float64Array, value: number): number {
  const search = (isBelow: (v: number) => boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBelow(sorted[middle] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (search((v) => v < value) + search((v) => v <= value)) / 2;
}

/** For every row, the share of the other class that it is ranked correctly against. */
function placements(scores: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const of = (label: number): Float64Array =>
    Float64Array.from(scores)
      .filter((_, i) => labels[i] === label)
      .toSorted();
  const positives = of(1);
  const negatives = of(0);
  return Float64Array.from(scores, (score, i) =>
    labels[i] === 1
      ? rankIn(negatives, score) / negatives.length
      : 1 - rankIn(positives, score) / positives.length,
  );
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length - 1);
}

/**
 * DeLong's test for two correlated ROC curves: the variance of the difference comes from the differences of the rows'
 * placements, so that variation common to both models cancels out. Null where one class is empty. `z`: standard errors on
 * either side of the interval.
 *
 * Source: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44(3), 1988.
 */
export function pairedAuc(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labels: ArrayLike<number>,
  z = Z_95,
): AucDifference | null {
  const before = areaUnderCurve(first, labels);
  const after = areaUnderCurve(second, labels);
  if (before === undefined || after === undefined) return null;
  const a = placements(first, labels);
  const b = placements(second, labels);
  const shift = (label: number): number[] =>
    Array.from(b, (v, i) => v - (a[i] as number)).filter((_, i) => labels[i] === label);
  const standardError = Math.sqrt(
    variance(shift(1)) / before.positives + variance(shift(0)) / before.negatives,
  );
  return differenceOf(before.auc, after.auc, standardError, z);
}

/** The same of two models on different rows: the variances add up. Null where a class of either is empty. */
export function unpairedAuc(first: LabelledRows, second: LabelledRows, z = Z_95): AucDifference | null {
  const before = areaUnderCurve(first.scores, first.labels);
  const after = areaUnderCurve(second.scores, second.labels);
  if (before === undefined || after === undefined) return null;
  return differenceOf(before.auc, after.auc, Math.sqrt(before.variance + after.variance), z);
}

interface LabelledRows {
  readonly scores: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

function differenceOf(first: number, second: number, standardError: number, z: number): AucDifference {
  const difference = second - first;
  if (standardError === 0)
    return { first, second, difference, interval: [difference, difference], p: difference === 0 ? 1 : 0 };
  const half = z * standardError;
  return {
    first,
    second,
    difference,
    interval: [difference - half, difference + half],
    p: normalTwoSided(difference / standardError),
  };
}
