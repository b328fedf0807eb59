/**
 * Lower Cholesky factor of a symmetric positive definite matrix (row-major; only the lower triangle is read).
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4.2.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
      let sum = matrix[row + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (factor[row + k] ?? 0) * (factor[other + k] ?? 0);
      factor[row + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (factor[other + j] ?? 1);
    }
  }
  return factor;
}

/**
 * Solves (L·Lᵀ)·x = b for the lower factor L.
 *
 * @example
 * choleskySolve(choleskyFactor(Float64Array.of(4, 0, 2, 5), 2), Float64Array.of(8, 9)); // [1.375, 1.25]
 */
export function choleskySolve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (factor[i * size + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (factor[i * (size + 1)] ?? 1);
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = (x[i] ?? 0) / (factor[i * (size + 1)] ?? 1);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] ?? 0) - (factor[i * size + k] ?? 0) * value;
  }
  return x;
}

/**
 * Inverse of a symmetric positive definite matrix (row-major).
 *
 * @example
 * invertPositiveDefinite(Float64Array.of(2, 0, 0, 4), 2); // [0.5, 0, 0, 0.25]
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size);
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    // Symmetric, so a column of the inverse is a row.
    inverse.set(
      choleskySolve(
        factor,
        Float64Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
      ),
      i * size,
    );
  }
  return inverse;
}
