/**
 * Type-7 quantile (linear interpolation, NumPy's and R's default) of a weighted sample: `values` ascending, each
 * occurring `counts` times. The counts must not all be zero.
 *
 * Source: R. J. Hyndman and Y. Fan, The American Statistician 50(4), 1996. Own implementation, because
 * simple-statistics takes flat samples only.
 *
 * @example
 * tableQuantile(Float64Array.of(1, 2, 4), Float64Array.of(1, 1, 2), 0.5); // 3
 */
export function tableQuantile(values: Float64Array, counts: Float64Array, q: number): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const position = q * (n - 1);
  const low = valueAtRank(values, counts, Math.floor(position));
  const high = valueAtRank(values, counts, Math.ceil(position));
  return low + (high - low) * (position - Math.floor(position));
}

/** The value at a zero-based rank. */
function valueAtRank(values: Float64Array, counts: Float64Array, rank: number): number {
  let below = 0;
  for (let i = 0; i < values.length; i++) {
    below += counts[i] ?? 0;
    if (below > rank) return values[i] ?? 0;
  }
  return values[values.length - 1] ?? 0;
}
