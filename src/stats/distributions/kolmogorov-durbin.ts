/**
 * P(D_n ≤ d) by the Durbin matrix: exact, for small n·d.
 *
 * Source: G. Marsaglia, W. W. Tsang, J. Wang, "Evaluating Kolmogorov's Distribution", Journal of Statistical Software
 * 8(18), 2003.
 */
export function durbinMatrixCdf(d: number, n: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  const power = matrixPower({ cells: durbinMatrix(k, k - n * d), exponent: 0 }, size, n);
  let p = power.cells[(k - 1) * size + k - 1] ?? 0;
  let exponent = power.exponent;
  for (let i = 1; i <= n; i++) {
    p = (p * i) / n;
    if (p < 2 ** -128) {
      p *= 2 ** 128;
      exponent -= 128;
    }
  }
  // In two steps, because 2 ** exponent alone can underflow where the product does not.
  const half = Math.trunc(exponent / 2);
  return Math.min(1, p * 2 ** half * 2 ** (exponent - half));
}

/** A square matrix times 2 ** exponent. */
interface ScaledMatrix {
  readonly cells: Float64Array;
  readonly exponent: number;
}

function durbinMatrix(k: number, h: number): Float64Array {
  const size = 2 * k - 1;
  const cells = new Float64Array(size * size);
  let factorial = 1;
  const inverseFactorials = Array.from({ length: size + 1 }, (_, i) => {
    if (i > 0) factorial *= i;
    return 1 / factorial;
  });
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= Math.min(size - 1, row + 1); column++) {
      cells[row * size + column] = inverseFactorials[row - column + 1] ?? 0;
    }
  }
  for (let i = 0; i < size; i++) {
    const edge = (1 - h ** (i + 1)) * (inverseFactorials[i + 1] ?? 0);
    cells[i * size] = edge;
    cells[(size - 1) * size + size - 1 - i] = edge;
  }
  const corner = 1 - 2 * h ** size + Math.max(0, 2 * h - 1) ** size;
  cells[(size - 1) * size] = corner * (inverseFactorials[size] ?? 0);
  return cells;
}

function matrixPower(base: ScaledMatrix, size: number, power: number): ScaledMatrix {
  if (power === 1) return base;
  const half = matrixPower(base, size, Math.floor(power / 2));
  const squared = multiply(half, half, size);
  return power % 2 === 0 ? squared : multiply(squared, base, size);
}

function multiply(a: ScaledMatrix, b: ScaledMatrix, size: number): ScaledMatrix {
  const cells = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a.cells[row * size + inner] ?? 0;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        cells[row * size + column] =
          (cells[row * size + column] ?? 0) + factor * (b.cells[inner * size + column] ?? 0);
      }
    }
  }
  let exponent = a.exponent + b.exponent;
  const centre = (size - 1) / 2;
  if ((cells[centre * size + centre] ?? 0) > 2 ** 128) {
    for (let i = 0; i < cells.length; i++) cells[i] = (cells[i] ?? 0) * 2 ** -128;
    exponent += 128;
  }
  return { cells, exponent };
}
