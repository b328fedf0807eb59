/**
 * Benjamini–Hochberg adjusted p-values, in the order of the input: the smallest false discovery rate at which each
 * hypothesis would still be rejected.
 *
 * Source: Y. Benjamini and Y. Hochberg, JRSS B 57(1), 1995; SciPy's `false_discovery_control`.
 *
 * @example
 * benjaminiHochberg([0.01, 0.04, 0.03]); // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const descending = ps.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let smallest = 1;
  descending.forEach(({ p, index }, position) => {
    smallest = Math.min(smallest, (p * ps.length) / (ps.length - position));
    adjusted[index] = smallest;
  });
  return adjusted;
}
