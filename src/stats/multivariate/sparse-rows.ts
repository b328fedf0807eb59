/**
 * Rows of numbers in compressed form: row i holds `values[k]` in `columns[k]`, which ascend, for k from `starts[i]` to
 * `starts[i + 1]`.
 */
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
  const starts = new Int32Array(rows + 1);
  const columns = new Int32Array(values.length);
  for (let i = 0; i < rows; i++) {
    const start = i * width;
    starts[i + 1] = start + width;
    for (let j = 0; j < width; j++) columns[start + j] = j;
  }
  return { rows, width, starts, columns, values };
}

/** Adds `weight` times a row to a vector. A row without gaps is read without asking for its columns. */
export function addRow(
  { width, starts, columns, values }: SparseRows,
  i: number,
  weight: number,
  to: Float64Array,
): void {
  const start = starts[i] ?? 0;
  const end = starts[i + 1] ?? 0;
  if (end - start === width) {
    for (let j = 0; j < width; j++) to[j] = (to[j] ?? 0) + weight * (values[start + j] ?? 0);
    return;
  }
  for (let k = start; k < end; k++) {
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

/** Writes the product of each of some rows and a vector to `to`, under the row's number. */
export function rowsTimes(rows: SparseRows, items: Int32Array, vector: Float64Array, to: Float64Array): void {
  const { width, starts, values } = rows;
  const isDense = rows.columns.length === rows.rows * width;
  // Four rows at once: the additions of one row wait for each other. Those of each row keep their order.
  const inFours = isDense ? items.length - (items.length % 4) : 0;
  for (let at = 0; at < inFours; at += 4) {
    const [i, j, k, l] = [items[at] ?? 0, items[at + 1] ?? 0, items[at + 2] ?? 0, items[at + 3] ?? 0];
    const [a, b, c, d] = [starts[i] ?? 0, starts[j] ?? 0, starts[k] ?? 0, starts[l] ?? 0];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let column = 0; column < width; column++) {
      const factor = vector[column] ?? 0;
      sumA += (values[a + column] ?? 0) * factor;
      sumB += (values[b + column] ?? 0) * factor;
      sumC += (values[c + column] ?? 0) * factor;
      sumD += (values[d + column] ?? 0) * factor;
    }
    to[i] = sumA;
    to[j] = sumB;
    to[k] = sumC;
    to[l] = sumD;
  }
  for (const i of items.subarray(inFours)) to[i] = rowTimes(rows, i, vector);
}

/** Mean of each column. */
export function columnMeans(matrix: SparseRows): Float64Array {
  const means = new Float64Array(matrix.width);
  for (let i = 0; i < matrix.rows; i++) addRow(matrix, i, 1 / matrix.rows, means);
  return means;
}
