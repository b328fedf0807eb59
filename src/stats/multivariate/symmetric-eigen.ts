export interface Eigen {
  readonly values: readonly number[];
  /** Row-major; column i is the eigenvector of value i. */
  readonly vectors: readonly number[];
}

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix (row-major) by Jacobi rotations.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(matrix: readonly number[], size: number): Eigen {
  const a = [...matrix];
  const v: number[] = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off += Math.abs(a[p * size + q] ?? 0);
        rotate(a, v, size, p, q);
      }
    }
    if (off === 0) break;
  }
  return { values: Array.from({ length: size }, (_, i) => a[i * (size + 1)] ?? 0), vectors: v };
}

function rotate(a: number[], v: number[], size: number, p: number, q: number): void {
  const element = a[p * size + q] ?? 0;
  if (element === 0) return;
  const theta = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * element);
  const tangent = theta === 0 ? 1 : Math.sign(theta) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, cosine, sine);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, cosine, sine);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q, cosine, sine);
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

function turn(cells: number[], i: number, j: number, cosine: number, sine: number): void {
  const x = cells[i] ?? 0;
  const y = cells[j] ?? 0;
  cells[i] = cosine * x - sine * y;
  cells[j] = sine * x + cosine * y;
}
