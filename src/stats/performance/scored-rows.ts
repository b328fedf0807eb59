import { Z_95 } from '../distributions/normal.ts';

/**
 * Scores with what became of them. `labels` are 0 or 1, or, in an estimate without outcomes, the probability of 1.
 * `weights` are relative, any sum; absent, every row counts alike. `counts` say how many rows an entry stands for, which
 * have the same score, label and weight; absent, each is one. All have one entry a row.
 */
export interface ScoredRows {
  readonly scores: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  readonly counts?: ArrayLike<number>;
}

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/**
 * A figure with what each row does to it: the influence function at the row's score, were its label 1 and were it 0.
 * Everything that is said about the error of a figure follows from these two columns.
 */
export interface Influence {
  readonly value: number;
  readonly ifPositive: Float64Array;
  readonly ifNegative: Float64Array;
}

/**
 * `outcomes`: labels are known, and the interval is for the figure of the population that they were drawn from.
 * `labels`: labels are probabilities, and the interval is where the figure of the outcomes will fall, given the scores.
 */
export type ErrorSource = 'outcomes' | 'labels';

export const weightOf = ({ weights }: ScoredRows, row: number): number =>
  weights === undefined ? 1 : (weights[row] ?? 0);

export const countOf = ({ counts }: ScoredRows, row: number): number =>
  counts === undefined ? 1 : (counts[row] ?? 0);

/** Number of rows that the entries stand for. */
export function rowCount({ scores, counts }: ScoredRows): number {
  if (counts === undefined) return scores.length;
  let n = 0;
  for (let i = 0; i < counts.length; i++) n += counts[i] ?? 0;
  return n;
}

/** Kish's effective number of rows, (Σw)²/Σw². */
export function effectiveN(rows: ScoredRows): number {
  if (rows.weights === undefined) return rowCount(rows);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rows.scores.length; i++) {
    const weight = weightOf(rows, i);
    const count = countOf(rows, i);
    sum += count * weight;
    squares += count * weight * weight;
  }
  return squares > 0 ? (sum * sum) / squares : 0;
}

/** Variance of a figure from the influence of its rows. */
export function influenceVariance(rows: ScoredRows, influence: Influence, source: ErrorSource): number {
  const { ifPositive, ifNegative } = influence;
  let [sum, total] = [0, 0];
  for (let i = 0; i < rows.scores.length; i++) {
    const weight = weightOf(rows, i);
    const label = rows.labels[i] ?? 0;
    const count = countOf(rows, i);
    const one = ifPositive[i] ?? 0;
    const zero = ifNegative[i] ?? 0;
    total += count * weight;
    sum +=
      count *
      weight *
      weight *
      (source === 'labels'
        ? label * (1 - label) * (one - zero) ** 2
        : (label * one + (1 - label) * zero) ** 2);
  }
  if (total === 0) return 0;
  const n = effectiveN(rows);
  // One degree of freedom goes into the figure itself.
  return (sum / (total * total)) * (source === 'outcomes' && n > 1 ? n / (n - 1) : 1);
}

/** Interval on the logit scale, which keeps it inside (0, 1). */
export function logitInterval(value: number, variance: number, z = Z_95): readonly [number, number] {
  if (value <= 0 || value >= 1 || variance <= 0) return [value, value];
  const logit = Math.log(value / (1 - value));
  const half = (z * Math.sqrt(variance)) / (value * (1 - value));
  return [1 / (1 + Math.exp(half - logit)), 1 / (1 + Math.exp(-half - logit))];
}

/** Interval on the logarithmic scale, for figures above 0 without an upper bound. */
export function logInterval(value: number, variance: number, z = Z_95): readonly [number, number] {
  if (value <= 0 || variance <= 0) return [value, value];
  const half = (z * Math.sqrt(variance)) / value;
  return [value * Math.exp(-half), value * Math.exp(half)];
}
