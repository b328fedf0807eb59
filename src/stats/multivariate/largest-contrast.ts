import { addRow, columnMeans, type SparseRows } from './sparse-rows.ts';

/** The column whose mean differs most between the two sides. */
export interface Contrast {
  readonly column: number;
  /** Difference of means (label 1 less label 0) in standard errors under equal means. */
  readonly z: number;
}

/**
 * Makes the function from labels to the largest |z| over all columns; the columns' means and spreads, which do not
 * depend on the labels, are computed once. Column −1 and z 0 where no column varies.
 */
export function contrastFinder(rows: SparseRows): (labels: Float64Array) => Contrast {
  const means = columnMeans(rows);
  const squares = columnMeans({ ...rows, values: rows.values.map((value) => value * value) });
  const spreads = squares.map((square, j) => Math.sqrt(Math.max(0, square - (means[j] ?? 0) ** 2)));
  return (labels) => {
    const sums = new Float64Array(rows.width);
    let positives = 0;
    for (let i = 0; i < rows.rows; i++) if (labels[i] === 1) positives++;
    const negatives = rows.rows - positives;
    // What the sum of one side exceeds its expectation by, that of the other falls short: the smaller side is enough.
    const side = positives <= negatives ? 1 : 0;
    const size = Math.min(positives, negatives);
    for (let i = 0; i < rows.rows; i++) if (labels[i] === side) addRow(rows, i, 1, sums);
    const scale = (side === 1 ? 1 : -1) * Math.sqrt(1 / positives + 1 / negatives);
    let best: Contrast = { column: -1, z: 0 };
    for (let j = 0; j < rows.width; j++) {
      const spread = spreads[j] ?? 0;
      if (!(spread > 1e-9)) continue;
      const z = (((sums[j] ?? 0) - size * (means[j] ?? 0)) * scale) / spread;
      if (Math.abs(z) > Math.abs(best.z)) best = { column: j, z };
    }
    return best;
  };
}
