/**
 * Exact P(D ≥ d) of the two-sample Kolmogorov–Smirnov statistic without ties: the share of lattice paths from (0, 0)
 * to (m, n) that touch one of the two diagonals at distance d.
 *
 * The share is accumulated directly (never as one minus the rest), so that it is accurate down to the smallest
 * double. Time grows with m × the width of the band, at most m·n = 1e8 steps for the sizes this is used for.
 *
 * Source: J. L. Hodges (1958); T. Viehmann, "Numerically more stable computation of the p-values for the two-sample
 * Kolmogorov–Smirnov test" (2021); SciPy's `_compute_outer_prob_inside_method`.
 *
 * @example
 * ksExactP(1, 3, 3); // 2 of 20 orders: 0.1
 */
export function ksExactP(d: number, nReference: number, nProduction: number): number {
  const m = Math.max(nReference, nProduction);
  const n = Math.min(nReference, nProduction);
  const divisor = greatestCommonDivisor(m, n);
  // Integer steps of 1/lcm(m, n) make the comparison with the diagonals exact.
  const height = Math.round(d * (m / divisor) * n);
  if (height === 0) return 1;
  // Below the smallest double, by the Dvoretzky–Kiefer–Wolfowitz bound for two samples (Wei and Dudley 2012).
  if ((2 * d * d * m * n) / (m + n) > MAX_EXPONENT) return 0;
  return m === n ? outsideSquare(n, height) : outsideBand(m, n, divisor, height);
}

/** e · exp(−x) is below the smallest double, 5e−324, from here on. */
const MAX_EXPONENT = 746;

function outsideBand(m: number, n: number, divisor: number, height: number): number {
  const stepM = m / divisor;
  const stepN = n / divisor;
  let low = 0;
  let high = Math.min(Math.ceil(height / stepM), n + 1);
  let length = high - low;
  // share[k] is the share of paths to (i, low + k) that have already touched a diagonal.
  const share = new Float64Array(Math.min(2 * high + 2, n + 1)).fill(1);
  share.fill(0, 0, high);
  // Reciprocals, because multiplication is several times faster than division in a chain of dependent steps.
  const reciprocal = Float64Array.from({ length: m + n + 1 }, (_, k) => 1 / Math.max(1, k));
  for (let i = 1; i <= m; i++) {
    const lastLow = low;
    const lastLength = length;
    low = Math.min(Math.max(Math.floor((stepN * i - height) / stepM) + 1, 0), n);
    high = Math.min(Math.ceil((stepN * i + height) / stepM), n + 1);
    if (high <= low) return 1;
    const shift = low - lastLow;
    length = high - low;
    let value = low === 0 ? 0 : 1;
    for (let k = 0; k < length; k++) {
      const j = k + low;
      value = ((share[k + shift] ?? 1) * i + value * j) * (reciprocal[i + j] ?? 0);
      share[k] = value;
    }
    if (lastLength > length) share.fill(1, length, lastLength);
  }
  return Math.min(1, Math.max(0, share[length - 1] ?? 1));
}

/** m = n: reflection gives the alternating sum 2·[C(2n, n−h) − C(2n, n−2h) + …]/C(2n, n), by Horner's scheme. */
function outsideSquare(n: number, height: number): number {
  let p = 0;
  for (let k = Math.floor(n / height); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < height; j++) {
      ratio = ((n - k * height - j) * ratio) / (n + k * height + j + 1);
    }
    p = ratio * (1 - p);
  }
  return Math.min(1, Math.max(0, 2 * p));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
