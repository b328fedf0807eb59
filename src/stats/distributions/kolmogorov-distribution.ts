/**
 * Survival function of the two-sided Kolmogorov statistic of n observations (SciPy's `kstwo.sf`).
 *
 * Source: R. Simard and P. L'Ecuyer, "Computing the Two-Sided Kolmogorov-Smirnov Distribution", Journal of
 * Statistical Software 39(11), 2011; the choice of method follows SciPy's `_ksstats.py`.
 */
import { logBinomialProbability } from './binomial-probability.ts';
import { durbinMatrixCdf } from './kolmogorov-durbin.ts';
import { pelzGoodCdf } from './kolmogorov-pelz-good.ts';

/** n·d² below which the distribution function is less than 1e-17. */
const NEGLIGIBLE_BELOW = 0.17 ** 2;

/**
 * P(D_n > d). `n` a whole number ≥ 1. Relative accuracy is kept down to 1e-300.
 *
 * @example
 * kolmogorovSurvival(0.5, 5); // 0.112
 */
export function kolmogorovSurvival(d: number, n: number): number {
  if (d >= 1) return 0;
  const t = n * d;
  if (t <= 0.5 || (n > 140 && t * d < NEGLIGIBLE_BELOW)) return 1;
  if (t <= 1) return 1 - rubenGambinoCdf(n, t);
  if (t >= n - 1) return Math.min(1, 2 * (1 - d) ** n);
  const scaled = t * d;
  if (d >= 0.5) return Math.min(1, 2 * smirnovSurvival(d, n));
  if (n <= 140) {
    return scaled <= 4 ? clip(1 - durbinMatrixCdf(d, n)) : Math.min(1, 2 * smirnovSurvival(d, n));
  }
  if (scaled >= 370) return 0;
  if (scaled >= 2.2) return Math.min(1, 2 * smirnovSurvival(d, n));
  if (n <= 100_000 && n * d ** 1.5 <= 1.4) return clip(1 - durbinMatrixCdf(d, n));
  return clip(1 - pelzGoodCdf(d, n));
}

/** Sample size beyond which the asymptotic form replaces the sum, as in SciPy. */
const MAX_SUMMED = 1_000_000;

/**
 * P(D_n^+ > d), one-sided (Birnbaum and Tingey 1951), summed from its largest term outwards. Each term is d/a times
 * the binomial probability of j among n with a = d + j/n, so that Loader's form applies.
 *
 * @example
 * smirnovSurvival(0.2, 2); // 0.76
 */
export function smirnovSurvival(d: number, n: number): number {
  if (d <= 0) return 1;
  if (d >= 1) return 0;
  if (n > MAX_SUMMED) return Math.exp(-((6 * n * d + 1) ** 2) / (18 * n));
  const last = Math.floor(n * (1 - d));
  const term = (j: number): number => {
    const a = d + j / n;
    const b = (n - j) / n - d;
    return b < 0 ? 0 : (d / a) * Math.exp(logBinomialProbability(j, n, a, b));
  };
  const middle = Math.max(0, Math.min(last, Math.round((n * (1 - d)) / 2)));
  let sum = term(middle);
  // Terms decrease on both sides of the largest, but may increase again near both ends, so only negligible far tails
  // are cut.
  for (const step of [-1, 1]) {
    for (let j = middle + step; j >= 0 && j <= last; j += step) {
      const value = term(j);
      sum += value;
      if (value < sum * 1e-22) break;
    }
  }
  return Math.min(1, sum);
}

/** n!·((2t − 1)/n)^n for 1/2 ≤ t ≤ 1 (Ruben and Gambino 1982). */
function rubenGambinoCdf(n: number, t: number): number {
  let product = 1;
  for (let i = 1; i <= n && product > 0; i++) product *= (i / n) * (2 * t - 1);
  return product;
}

const clip = (p: number): number => Math.min(1, Math.max(0, p));
