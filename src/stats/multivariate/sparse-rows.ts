/** Rows of numbers in compressed form: row i holds `values[k]` in `columns[k]` for k from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Rows out of lists of [column, value]. */
export function sparseRows(
  lists: readonly (readonly (readonly [number, number])[])[],
  width: number,
): SparseRows {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    starts[i + 1] = (starts[i] ?? 0) + list.length;
  });
  const size = starts[lists.length] ?? 0;
  const columns = new Int32Array(size);
  const values = new Float64Array(size);
  let k = 0;
  for (const list of lists) {
    for (const [column, value] of list) {
      columns[k] = column;
      values[k] = value;
      k++;
    }
  }
  return { rows: lists.length, width, starts, columns, values };
}

/** Rows without gaps, out of a row-major matrix. */
export function denseRows(values: Float64Array, width: number): SparseRows {
  const rows = width === 0 ? 0 : values.length / width;
  return {
    rows,
    width,
    starts: Int32Array.from({ length: rows + 1 }, (_, i) => i * width),
    columns: Int32Array.from(values, (_, k) => k % width),
    values,
  };
}

/** Adds `weight` times a row to a vector. */
export function addRow(
  { starts, columns, values }: SparseRows,
  i: number,
  weight: number,
  to: Float64Array,
): void {
  const end = starts[i + 1] ?? 0;
  for (let k = starts[i] ?? 0; k < end; k++) {
    const column = columns[k] ?? 0;
    to[column] = (to[column] ?? 0) + weight * (values[k] ?? 0);
  }
}

/** Product of a row and a vector. */
export function rowTimes({ starts, columns, values }: SparseRows, i: number, vector: Float64Array): number {
  const end = starts[i + 1] ?? 0;
  let sum = 0;
  for (let k = starts[i] ?? 0; k < end; k++) sum += (values[k] ?? 0) * (vector[columns[k] ?? 0] ?? 0);
  return sum;
}

/** Mean of each column. */
export function columnMeans(matrix: SparseRows): Float64Array {
  const means = new Float64Array(matrix.width);
  for (let i = 0; i < matrix.rows; i++) addRow(matrix, i, 1 / matrix.rows, means);
  return means;
}
