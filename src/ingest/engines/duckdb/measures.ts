import type { HistogramCounts, Measure, Quantiles, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { double, inRange, measureColumn } from './sql.ts';

/** Exact type-7 quantiles: `quantile_cont` interpolates between order statistics as numpy's "linear" does. */
export async function measureQuantiles(
  db: Database,
  measure: Measure,
  range: TimeRange,
  probabilities: readonly number[],
): Promise<Quantiles> {
  const { table, column } = measureColumn(measure);
  const list = probabilities.map(double).join(', ');
  const [row] = await db.rows<{ n: number; quantiles: number[] | null }>(`
    select count(${column})::double as n, quantile_cont(${column}, [${list}]::double[]) as quantiles
    from ${table} where ${inRange(range)}`);
  return { n: row?.n ?? 0, values: row?.quantiles ?? [] };
}

/** Counts between ascending edges; the last bin is closed on the right. Values outside are counted apart. */
export async function measureHistogram(
  db: Database,
  measure: Measure,
  range: TimeRange,
  edges: readonly number[],
): Promise<HistogramCounts> {
  const { table, column } = measureColumn(measure);
  const bins = Math.max(0, edges.length - 1);
  const counts = new Array<number>(bins).fill(0);
  const outside = { below: 0, above: 0 };
  const lastEdge = edges.at(-1);
  if (bins === 0 || lastEdge === undefined) return { counts, ...outside };
  // The number of edges at or below a value is the number of its bin; a value on the last edge is in the last bin.
  const position = `len(list_filter([${edges.map(double).join(', ')}], lambda edge: edge <= value))`;
  const [bin = new Float64Array(), n = new Float64Array()] = await doubleColumns(
    db,
    `select (case when value = ${double(lastEdge)} then ${bins} else ${position} end)::double as bin, sum(n)::double
     from (select ${column} as value, count(*) as n from ${table} where ${inRange(range)} and ${column} is not null
           group by 1)
     group by 1`,
    2,
  );
  bin.forEach((index, i) => {
    const count = n[i] ?? 0;
    if (index < 1) outside.below += count;
    else if (index > bins) outside.above += count;
    else counts[index - 1] = count;
  });
  return { counts, ...outside };
}
