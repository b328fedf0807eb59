/**
 * A rank-preserving sketch of numbers with more distinct values than are fetched.
 *
 * The sorted values are cut into cells of nearly equal count; each cell is represented by its largest value and keeps
 * its exact count, and a value as frequent as a whole cell has a cell of its own. At the end of every cell the empirical
 * distribution function is exact; within a cell it is too low by at most the cell's share. So every statistic that is a
 * supremum or an average of differences of distribution functions (KS, Cramér–von Mises, PSI on edges) moves by at most
 * the largest share of a cell that holds several values: `sketchError`.
 */
const PARTS = 4_096;

/**
 * SQL of the rows `(chunk, number, count, leads, merged)` of a sketch, in order.
 *
 * @param source relation `(chunk, number, count, leads)` of distinct finite numbers with their counts, per chunk.
 * @param cells wanted; heavy values add at most as many again.
 */
export function sketchQuery(source: string, cells: number): string {
  // Ranks are summed in two steps, first over parts of the range of values and then within each part, so that no single
  // task has to sort everything. Halves keep the width of the range finite.
  return `with counted as (select number, sum(count) as count from ${source} group by number),
    ends as (select min(number) / 2 as low, max(number) / 2 as high, sum(count) as total from counted),
    parted as (select number, count, total, int(floor((number / 2 - low) / (high - low) * ${PARTS})) as part
      from counted cross join ends),
    offsets as (select part, sum(sum(count)) over (order by part) - sum(count) as before from parted group by part),
    ranked as (select number, count, total,
        before + sum(count) over (partition by part order by number) - count as below
      from parted join offsets using (part)),
    celled as (select number, floor(below * ${cells} / total) as cell, count > total / ${cells} as heavy from ranked),
    named as (select number, max(number) over (partition by cell, heavy) as top from celled)
    select double(chunk), top, sum(s.count), sum(s.leads), count(*) > 1 or max(number) < top as merged
    from ${source} s join named using (number) group by chunk, top order by chunk, top`;
}

/** Largest share of a chunk's rows in a cell that represents several values. */
export function sketchError(counts: Float64Array, merged: readonly boolean[]): number {
  let total = 0;
  let largest = 0;
  for (const [i, count] of counts.entries()) {
    total += count;
    if (merged[i] === true) largest = Math.max(largest, count);
  }
  return total === 0 ? 0 : largest / total;
}
