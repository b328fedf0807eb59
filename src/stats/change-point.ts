import { seededRandom, shuffle } from './distributions/random.ts';
import { type NotApplicable, type NotEnoughData, notApplicable } from './result.ts';

/** Minimum number of values before and after a change. */
const MIN_SEGMENT = 2;
const SHORTEST_SERIES = 6;
const PERMUTATIONS = 999;
/** Half the 95 % point of chi-squared with one degree of freedom: the drop in log-likelihood inside the interval. */
const LIKELIHOOD_DROP = 1.920729410347062;

export interface ChangePoint {
  readonly status: 'ok';
  /** Index of the first value after the change. */
  readonly index: number;
  /** Probability of a CUSUM at least this large in a series without a change. */
  readonly p: number;
  /** 95 % likelihood interval of the index. */
  readonly interval: readonly [number, number];
  readonly meanBefore: number;
  readonly meanAfter: number;
}

export type ChangePointResult = ChangePoint | NotEnoughData | NotApplicable;

/**
 * Single change point of the mean of a series: the largest standardised CUSUM, with a seeded permutation p-value (which
 * assumes no distribution, only that values are exchangeable without a change) and a likelihood interval of its index.
 *
 * Source: E. S. Page (1954); M. Csörgő and L. Horváth, Limit Theorems in Change-Point Analysis (1997).
 *
 * @example
 * changePoint([1, 2, 1, 2, 9, 8, 9, 8]); // index 4, p 0.038, interval [4, 4]
 */
export function changePoint(
  series: readonly number[],
  options: { readonly seed?: number; readonly permutations?: number } = {},
): ChangePointResult {
  const n = series.length;
  if (n < SHORTEST_SERIES) {
    return {
      status: 'not-enough-data',
      nReference: n,
      nProduction: n,
      minimum: SHORTEST_SERIES,
      reason: `${n} points in the series; at least ${SHORTEST_SERIES} needed`,
    };
  }
  const values = Float64Array.from(series);
  if (values.every((value) => value === values[0])) return notApplicable('the series is constant');
  const gains = explainedSquares(values);
  const best = indexOfLargest(gains);
  const observed = gains[best] ?? 0;

  const random = seededRandom(options.seed ?? 1);
  const permutations = options.permutations ?? PERMUTATIONS;
  const shuffled = values.slice();
  let atLeast = 1;
  for (let i = 0; i < permutations; i++) {
    shuffle(shuffled, random);
    const chance = explainedSquares(shuffled);
    if ((chance[indexOfLargest(chance)] ?? 0) >= observed * (1 - 1e-12)) atLeast++;
  }
  return {
    status: 'ok',
    index: best,
    p: atLeast / (permutations + 1),
    interval: likelihoodInterval(values, gains, best),
    meanBefore: mean(values.subarray(0, best)),
    meanAfter: mean(values.subarray(best)),
  };
}

/** Sum of squares explained by a change of mean at each index; 0 where a segment would be too short. */
function explainedSquares(values: Float64Array): Float64Array {
  const n = values.length;
  const overall = mean(values);
  const gains = new Float64Array(n);
  let sum = 0;
  for (let k = 1; k < n; k++) {
    sum += (values[k - 1] ?? 0) - overall;
    if (k >= MIN_SEGMENT && n - k >= MIN_SEGMENT) gains[k] = (sum * sum * n) / (k * (n - k));
  }
  return gains;
}

function likelihoodInterval(
  values: Float64Array,
  gains: Float64Array,
  best: number,
): readonly [number, number] {
  const overall = mean(values);
  const total = values.reduce((sum, value) => sum + (value - overall) ** 2, 0);
  const left = Math.max(total - (gains[best] ?? 0), total * 1e-12);
  const inside = (k: number): boolean => {
    const gain = gains[k] ?? 0;
    return gain > 0 && (values.length / 2) * Math.log((total - gain) / left) <= LIKELIHOOD_DROP;
  };
  const indices = Array.from(gains, (_, k) => k).filter((k) => k === best || inside(k));
  return [indices[0] ?? best, indices[indices.length - 1] ?? best];
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if ((values[k] ?? 0) > (values[best] ?? 0)) best = k;
  return best;
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
