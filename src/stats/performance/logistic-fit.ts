import { invertPositiveDefinite } from '../multivariate/linear-algebra.ts';

export interface LogisticFit {
  /** One a column. */
  readonly coefficients: Float64Array;
  /** Inverse of the information: the covariance of the coefficients, row by row. */
  readonly covariance: Float64Array;
}

/** Keeps the information regular where columns say the same; a thousandth of a row. */
const RIDGE = 1e-3;
const ROUNDS = 50;

/**
 * Logistic regression of 0/1 labels on a few columns, by Newton's method with halved steps.
 *
 * @param columns one array a column, one entry a row; give a column of ones for the intercept.
 */
export function fitLogistic(columns: readonly Float64Array[], labels: ArrayLike<number>): LogisticFit {
  const k = columns.length;
  let coefficients = new Float64Array(k);
  let state = derivatives(columns, labels, coefficients);
  for (let round = 0; round < ROUNDS; round++) {
    const step = times(invertPositiveDefinite(state.information, k), state.gradient);
    let scale = 1;
    let next = coefficients;
    let moved = state;
    do {
      next = coefficients.map((value, c) => value + scale * (step[c] ?? 0));
      moved = derivatives(columns, labels, next);
      scale /= 2;
    } while (moved.loss > state.loss && scale > 1e-8);
    const gain = state.loss - moved.loss;
    if (gain < 0) break;
    coefficients = next;
    state = moved;
    if (gain < 1e-10 * Math.abs(moved.loss)) break;
  }
  return { coefficients, covariance: invertPositiveDefinite(state.information, k) };
}

/** Chance of 1 of a row. */
export function logisticChance(
  columns: readonly Float64Array[],
  coefficients: Float64Array,
  row: number,
): number {
  let logit = 0;
  for (let c = 0; c < columns.length; c++) logit += (coefficients[c] ?? 0) * (columns[c]?.[row] ?? 0);
  return 1 / (1 + Math.exp(-logit));
}

function derivatives(
  columns: readonly Float64Array[],
  labels: ArrayLike<number>,
  coefficients: Float64Array,
) {
  const k = columns.length;
  const gradient = new Float64Array(k);
  const information = new Float64Array(k * k);
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0;
    const p = logisticChance(columns, coefficients, i);
    loss -= Math.log(Math.max(1e-300, label === 1 ? p : 1 - p));
    for (let a = 0; a < k; a++) {
      const x = columns[a]?.[i] ?? 0;
      gradient[a] = (gradient[a] ?? 0) + (label - p) * x;
      for (let b = 0; b <= a; b++) {
        const place = a * k + b;
        information[place] = (information[place] ?? 0) + p * (1 - p) * x * (columns[b]?.[i] ?? 0);
      }
    }
  }
  for (let a = 0; a < k; a++) {
    const own = coefficients[a] ?? 0;
    loss += (RIDGE / 2) * own * own;
    gradient[a] = (gradient[a] ?? 0) - RIDGE * own;
    information[a * k + a] = (information[a * k + a] ?? 0) + RIDGE;
    for (let b = 0; b < a; b++) information[b * k + a] = information[a * k + b] ?? 0;
  }
  return { gradient, information, loss };
}

const times = (matrix: Float64Array, vector: Float64Array): Float64Array =>
  vector.map((_, row) =>
    vector.reduce((sum, value, c) => sum + (matrix[row * vector.length + c] ?? 0) * value, 0),
  );

/** Variance of a sum whose slopes by coefficient are given. */
export const quadraticForm = (covariance: Float64Array, slopes: Float64Array): number =>
  times(covariance, slopes).reduce((sum, value, c) => sum + value * (slopes[c] ?? 0), 0);
