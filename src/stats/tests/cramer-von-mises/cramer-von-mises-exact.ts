/**
 * Exact P(U ≥ u) of the two-sample Cramér–von Mises statistic without ties, for at most 20 values a side: the frequency
 * table of the statistic over all lattice paths.
 *
 * Source: Y. Xiao, A. Gordon, A. Yakovlev, Journal of Statistical Software 17(8), 2006; SciPy's `_pval_cvm_2samp_exact`.
 */
export function cramerVonMisesExactP(u: number, m: number, n: number): number {
  const multiple = (m / greatestCommonDivisor(m, n)) * n;
  const stepM = multiple / m;
  const stepN = multiple / n;
  const product = m * n;
  const zeta = Math.floor(
    (multiple ** 2 * (m + n) * (6 * u - product * (4 * product - 1))) / (6 * product ** 2),
  );

  let row: Map<number, number>[] = Array.from({ length: m + 1 }, (_, v) => new Map(v === 0 ? [[0, 1]] : []));
  for (let i = 0; i <= n; i++) {
    const next: Map<number, number>[] = [];
    let left = new Map<number, number>();
    row.forEach((above, v) => {
      const gap = (stepM * v - stepN * i) ** 2;
      const cell = new Map<number, number>();
      for (const paths of [left, above]) {
        for (const [value, count] of paths) cell.set(value + gap, (cell.get(value + gap) ?? 0) + count);
      }
      next.push(cell);
      left = cell;
    });
    row = next;
  }

  let all = 0;
  let extreme = 0;
  for (const [value, count] of row[m] ?? []) {
    all += count;
    if (value >= zeta) extreme += count;
  }
  return extreme / all;
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
