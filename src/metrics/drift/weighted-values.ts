/** Descriptive statistics of one side of a numeric joint table. */
export interface WeightedSummary {
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
}

/** Mean and sample standard deviation (two passes, so that a large mean costs no precision); null without values. */
export function weightedSummary(values: Float64Array, counts: Float64Array): WeightedSummary | null {
  let n = 0;
  let mean = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const count = counts[i] ?? 0;
    if (count === 0) continue;
    const value = values[i] ?? 0;
    n += count;
    // Welford's weighted update, which does not overflow where a sum would.
    mean += (value - mean) * (count / n);
    min = Math.min(min, value);
    max = value;
  }
  if (n === 0) return null;
  // Scaled by the range, so that squares do not overflow.
  const unit = finite(max - min) || 1;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    squares += (counts[i] ?? 0) * ((values[i] ?? 0) / unit - mean / unit) ** 2;
  }
  const sd = n > 1 ? Math.sqrt(squares / (n - 1)) * unit : null;
  return { n, mean: finite(mean), sd: sd === null ? null : finite(sd), min, max };
}

/** Type-7 quantiles (SciPy's and pandas' default) of ascending values with counts. */
export function weightedQuantiles(
  values: Float64Array,
  counts: Float64Array,
  probabilities: readonly number[],
): number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n === 0) return [];
  const ranks = probabilities.map((p) => (n - 1) * p);
  const wanted = [...new Set(ranks.flatMap((rank) => [Math.floor(rank), Math.ceil(rank)]))].sort(
    (a, b) => a - b,
  );
  const at = new Map<number, number>();
  let seen = 0;
  let next = 0;
  for (let i = 0; i < values.length && next < wanted.length; i++) {
    seen += counts[i] ?? 0;
    for (let rank = wanted[next]; rank !== undefined && rank < seen; rank = wanted[next]) {
      at.set(rank, values[i] ?? 0);
      next++;
    }
  }
  return ranks.map((rank) => {
    const low = at.get(Math.floor(rank)) ?? 0;
    const high = at.get(Math.ceil(rank)) ?? low;
    const share = rank - Math.floor(rank);
    return low * (1 - share) + high * share;
  });
}

/** Extreme finite data can overflow in intermediate results; the report must hold finite numbers only. */
const finite = (value: number): number =>
  Number.isFinite(value) ? value : Math.sign(value || 1) * Number.MAX_VALUE;
