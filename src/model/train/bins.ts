/** A feature matrix in bins, the input of histogram-based boosting. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Bin of every value, column-major; `missingBin` where it is missing. */
  readonly bins: Uint8Array;
  /**
   * Cuts of every column, ascending: bin b holds the values v with cut[b - 1] ≤ v < cut[b], so that a split at cut b
   * sends exactly the bins up to b to the left, as the finished tree does.
   */
  readonly cuts: readonly Float32Array[];
}

export const MISSING_BIN = 255;
const MAX_BINS = 128;

/** A float32 cut c with low < c ≤ high: the middle, or `high` where the two are neighbours. */
function cutBetween(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle > low ? middle : high;
}

function cutsOf(values: Float32Array): Float32Array {
  const sorted = values.filter((v) => !Number.isNaN(v)).toSorted();
  const distinct = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
  if (distinct.length <= MAX_BINS) {
    return Float32Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) =>
      cutBetween(distinct[i] as number, distinct[i + 1] as number),
    );
  }
  const cuts = new Set<number>();
  for (let b = 1; b < MAX_BINS; b += 1) {
    const at = Math.floor((b * sorted.length) / MAX_BINS);
    const high = sorted[at] as number;
    const below = sorted.findLastIndex((v, i) => i < at && v < high);
    if (below >= 0) cuts.add(cutBetween(sorted[below] as number, high));
  }
  return Float32Array.from(cuts).toSorted();
}

/** Number of cuts that lie at or below the value: its bin. */
function binOf(cuts: Float32Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cuts every column of a row-major matrix at its distinct values, or at quantiles where it has more than 128. */
export function binMatrix(values: Float32Array, rows: number, columns: number): BinnedMatrix {
  const bins = new Uint8Array(rows * columns);
  const cuts: Float32Array[] = [];
  for (let c = 0; c < columns; c += 1) {
    const column = Float32Array.from({ length: rows }, (_, r) => values[r * columns + c] as number);
    const columnCuts = cutsOf(column);
    cuts.push(columnCuts);
    for (let r = 0; r < rows; r += 1) {
      const value = column[r] as number;
      bins[c * rows + r] = Number.isNaN(value) ? MISSING_BIN : binOf(columnCuts, value);
    }
  }
  return { rows, columns, bins, cuts };
}
