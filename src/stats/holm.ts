/**
 * Holm's adjusted p-values, in the order of the input: the smallest family-wise error rate at which each hypothesis
 * would still be rejected.
 *
 * Source: S. Holm, Scandinavian Journal of Statistics 6(2), 1979.
 *
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holm(ps: readonly number[]): number[] {
  const ascending = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let largest = 0;
  ascending.forEach(({ p, index }, position) => {
    largest = Math.max(largest, Math.min(1, p * (ps.length - position)));
    adjusted[index] = largest;
  });
  return adjusted;
}
