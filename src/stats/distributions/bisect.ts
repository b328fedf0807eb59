/**
 * Bisection: the point between `low` and `high` up to which a condition that holds at the low end holds.
 *
 * @example
 * bisect((x) => x * x < 2, 0, 2); // 1.414
 */
export function bisect(holds: (x: number) => boolean, low: number, high: number, steps = 60): number {
  let [from, to] = [low, high];
  for (let i = 0; i < steps; i++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
