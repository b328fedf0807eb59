/**
 * Inverse of a symmetric positive definite matrix (row-major) by Cholesky factorisation.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4.2.
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size);
  const inverseFactor = invertLower(factor, size);
  const inverse = new Float64Array(size * size);
  // (L·Lᵀ)⁻¹ = L⁻ᵀ·L⁻¹, accumulated row by row of L⁻¹ so that memory access is sequential.
  for (let k = 0; k < size; k++) {
    for (let i = 0; i <= k; i++) {
      const left = inverseFactor[k * size + i] ?? 0;
      if (left === 0) continue;
      for (let j = 0; j <= i; j++) {
        inverse[i * size + j] = (inverse[i * size + j] ?? 0) + left * (inverseFactor[k * size + j] ?? 0);
      }
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) inverse[i * size + j] = inverse[j * size + i] ?? 0;
  }
  return inverse;
}

function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (factor[i * size + k] ?? 0) * (factor[j * size + k] ?? 0);
      factor[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (factor[j * size + j] ?? 1);
    }
  }
  return factor;
}

function invertLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const diagonal = factor[i * size + i] ?? 1;
    for (let k = 0; k < i; k++) {
      const weight = (factor[i * size + k] ?? 0) / diagonal;
      if (weight === 0) continue;
      for (let j = 0; j <= k; j++) {
        inverse[i * size + j] = (inverse[i * size + j] ?? 0) - weight * (inverse[k * size + j] ?? 0);
      }
    }
    inverse[i * size + i] = 1 / diagonal;
  }
  return inverse;
}
