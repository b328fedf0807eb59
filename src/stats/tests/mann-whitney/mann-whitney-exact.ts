/**
 * Exact P(U ≤ u) of the Mann–Whitney statistic without ties, for u up to half the number of pairs: the coefficients
 * of the Gaussian binomial Π (1 − x^(n+i))/(1 − x^i), i = 1 … m, divided by their sum.
 *
 * Source: H. B. Mann and D. R. Whitney (1947); A. Löffler (1983).
 *
 * @example
 * mannWhitneyExactTail(0, 3, 3); // 1 of 20 orders: 0.05
 */
export function mannWhitneyExactTail(u: number, nReference: number, nProduction: number): number {
  const m = Math.min(nReference, nProduction);
  const n = Math.max(nReference, nProduction);
  const pairs = m * n;
  if (u >= pairs) return 1;
  if (2 * u >= pairs) return 1 - mannWhitneyExactTail(pairs - u - 1, m, n);
  const last = Math.floor(u);
  const share = new Float64Array(last + 1);
  share[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let k = last; k >= n + i; k--) share[k] = (share[k] ?? 0) - (share[k - n - i] ?? 0);
    for (let k = i; k <= last; k++) share[k] = (share[k] ?? 0) + (share[k - i] ?? 0);
    // Normalised in each step by the growth of the binomial coefficient C(n + i, i), so that it never overflows.
    const growth = i / (n + i);
    for (let k = 0; k <= last; k++) share[k] = (share[k] ?? 0) * growth;
  }
  return share.reduce((sum, value) => sum + value, 0);
}
