/**
 * Root of a continuous function that is positive at `low` and not at `high`: false position in the Illinois variant, for
 * functions that cost much, since it asks for a third of the values that bisection needs.
 *
 * Source: M. Dowell and P. Jarratt, "A modified regula falsi method for computing the root of an equation", BIT 11, 1971.
 *
 * @example
 * findRoot((x) => 2 - x * x, 0, 2); // 1.414
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  let [above, below] = [f(from), f(to)];
  let kept = 0;
  for (let step = 0; step < MAX_STEPS && to - from > TOLERANCE * to; step++) {
    // Every fourth step halves what is left, for functions that are flat or steep.
    const x = step % 4 === 3 ? (from + to) / 2 : (from * below - to * above) / (below - above);
    // Rounding can put it on or past an end.
    if (!(x > from && x < to)) return x <= from ? from : to;
    const value = f(x);
    if (value > 0) {
      from = x;
      above = value;
      if (kept === 1) below /= 2;
      kept = 1;
    } else {
      to = x;
      below = value;
      if (kept === -1) above /= 2;
      kept = -1;
      if (value === 0) return x;
    }
  }
  return (from + to) / 2;
}

const MAX_STEPS = 200;
const TOLERANCE = 1e-13;
