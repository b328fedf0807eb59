import type { NumericTable } from './joint-table.ts';

/**
 * The table's values, divided by a power of two where their squares or differences would overflow or vanish. Division
 * by a power of two is exact: statistics that do not depend on the unit are unchanged, others must be multiplied by
 * `scale`.
 */
export function safeValues(table: NumericTable): { readonly values: Float64Array; readonly scale: number } {
  const { values } = table;
  const largest = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[values.length - 1] ?? 0));
  if (largest === 0 || (largest > 1e-100 && largest < 1e100)) return { values, scale: 1 };
  const scale = 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(largest))));
  return { values: values.map((value) => value / scale), scale };
}

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/**
 * Count, mean and sum of squared deviations of a weighted sample, in two passes. Means are relative to `origin`, which
 * a caller sets near the data, so that small differences of large values keep their precision.
 */
export function moments(values: Float64Array, counts: Float64Array, origin = 0): Moments {
  let n = 0;
  let sum = 0;
  let compensation = 0;
  for (let i = 0; i < values.length; i++) {
    const count = counts[i] ?? 0;
    n += count;
    // Kahan summation, so that a million values do not lose six digits.
    const next = count * ((values[i] ?? 0) - origin) - compensation;
    const total = sum + next;
    compensation = total - sum - next;
    sum = total;
  }
  if (n === 0) return { n, mean: 0, squares: 0 };
  const mean = sum / n;
  let squares = 0;
  let residual = 0;
  for (let i = 0; i < values.length; i++) {
    const count = counts[i] ?? 0;
    const deviation = (values[i] ?? 0) - origin - mean;
    squares += count * deviation * deviation;
    residual += count * deviation;
  }
  return { n, mean, squares: Math.max(0, squares - (residual * residual) / n) };
}
