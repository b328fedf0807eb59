/** Every subset of `size` of the numbers 0 … n − 1, ascending: all orders of two samples without ties. */
export function subsets(n: number, size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  const result: number[][] = [];
  for (let last = size - 1; last < n; last++) {
    for (const rest of subsets(last, size - 1)) result.push([...rest, last]);
  }
  return result;
}

/** Share of all orders of two samples (ranks of the first are given) for which a condition holds. */
export function shareOfOrders(
  nFirst: number,
  nSecond: number,
  holds: (first: readonly number[], second: readonly number[]) => boolean,
): number {
  const orders = subsets(nFirst + nSecond, nFirst);
  const met = orders.filter((first) => {
    const taken = new Set(first);
    const second = Array.from({ length: nFirst + nSecond }, (_, i) => i).filter((i) => !taken.has(i));
    return holds(first, second);
  });
  return met.length / orders.length;
}
