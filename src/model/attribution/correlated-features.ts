/**
 * Ranks of the values that are not NaN, ties sharing their mean rank; NaN stays.
 *
 * @example ranksOf([10, NaN, 20, 10]) // [1.5, NaN, 3, 1.5]
 */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(values[i]))
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to += 1;
    for (let i = from; i < to; i += 1) ranks[order[i] as number] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Fewer rows that hold both features show no correlation. */
const MIN_ROWS = 30;

/** Pearson's correlation of the rows where neither is NaN; 0 where one does not vary or too few rows have both. */
function correlation(x: Float64Array, y: Float64Array): number {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i += 1) {
    const a = x[i] as number;
    const b = y[i] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    n += 1;
    const fromX = a - meanX;
    const fromY = b - meanY;
    meanX += fromX / n;
    meanY += fromY / n;
    xx += fromX * (a - meanX);
    yy += fromY * (b - meanY);
    xy += fromX * (b - meanY);
  }
  return n < MIN_ROWS || xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

/**
 * Groups of columns whose rank correlation (Spearman) exceeds a limit in absolute value, chained: how much each of them moves a
 * score cannot be told apart, only their sum.
 *
 * @param columns values by column, NaN where missing.
 * @returns indices of the columns by group, every column in one.
 */
export function correlatedGroups(columns: readonly ArrayLike<number>[], above: number): number[][] {
  const ranks = columns.map(ranksOf);
  const leader = columns.map((_, i) => i);
  const leaderOf = (i: number): number => (leader[i] === i ? i : leaderOf(leader[i] as number));
  for (let i = 0; i < ranks.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      if (Math.abs(correlation(ranks[i] as Float64Array, ranks[j] as Float64Array)) > above) {
        leader[leaderOf(i)] = leaderOf(j);
      }
    }
  }
  return [...Map.groupBy(leader.keys(), leaderOf).values()].map((group) => [...group]);
}
