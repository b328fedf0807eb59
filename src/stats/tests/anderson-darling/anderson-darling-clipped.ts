/** Significance levels of table 2 of Scholz and Stephens, and its three coefficients of each critical value. */
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001] as const;
const COEFFICIENTS = [
  [0.675, -0.245, -0.105],
  [1.281, 0.25, -0.305],
  [1.645, 0.678, -0.362],
  [1.96, 1.149, -0.391],
  [2.326, 1.822, -0.396],
  [2.573, 2.364, -0.345],
  [3.085, 3.615, -0.154],
] as const;
/** Critical values for two samples, for which each coefficient has the factor 1. */
const CRITICAL = COEFFICIENTS.map(([b0, b1, b2]) => b0 + b1 + b2);

/**
 * p-value of a standardised two-sample Anderson–Darling statistic as SciPy's `anderson_ksamp` gives it: a parabola
 * through seven tabulated critical values on the log scale, clipped to [0.001, 0.25].
 *
 * @example
 * clippedAndersonP(2); // 0.0487
 */
export function clippedAndersonP(statistic: number): number {
  if (statistic < Math.min(...CRITICAL)) return LEVELS[0];
  if (statistic > Math.max(...CRITICAL)) return LEVELS[6];
  const [a, b, c] = leastSquaresParabola(CRITICAL, LEVELS.map(Math.log));
  return Math.exp(a + b * statistic + c * statistic * statistic);
}

/** Coefficients of y = a + b·x + c·x² by least squares, on polynomials made orthogonal to each other first. */
function leastSquaresParabola(
  xs: readonly number[],
  ys: readonly number[],
): readonly [number, number, number] {
  const n = xs.length;
  const mean = xs.reduce((sum, x) => sum + x, 0) / n;
  const first = xs.map((x) => x - mean);
  const square = dot(first, first);
  const slope =
    dot(
      first.map((x) => x * x),
      first,
    ) / square;
  const second = first.map((x) => x * x - slope * x - square / n);
  const y0 = ys.reduce((sum, y) => sum + y, 0) / n;
  const y1 = dot(ys, first) / square;
  const y2 = dot(ys, second) / dot(second, second);
  const linear = y1 - y2 * slope;
  return [y0 - linear * mean + y2 * (mean * mean - square / n), linear - 2 * y2 * mean, y2];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
