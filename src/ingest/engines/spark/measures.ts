import type { HistogramCounts, Measure, Quantiles, TimeRange } from '../../store.ts';
import type { SparkSession } from './spark-session.ts';
import { double, inRange, measureColumn } from './sql.ts';

/** Exact type-7 quantiles: Spark's `percentile` interpolates between order statistics as numpy's "linear" does. */
export async function measureQuantiles(
  session: SparkSession,
  measure: Measure,
  range: TimeRange,
  probabilities: readonly number[],
): Promise<Quantiles> {
  const { source, column } = measureColumn(measure);
  const wanted = probabilities.map((p) => `percentile(${column}, ${double(p)})`);
  const columns = await session.columns(
    `select ${[`double(count(${column}))`, ...wanted].join(', ')} from ${source} where ${inRange(range)}`,
    1 + wanted.length,
  );
  const [n = 0, ...values] = columns.map(([cell]) => Number(cell ?? Number.NaN));
  return { n, values: n === 0 ? [] : values };
}

/** Counts between ascending edges; the last bin is closed on the right. Values outside are counted apart. */
export async function measureHistogram(
  session: SparkSession,
  measure: Measure,
  range: TimeRange,
  edges: readonly number[],
): Promise<HistogramCounts> {
  const { source, column } = measureColumn(measure);
  const bins = Math.max(0, edges.length - 1);
  const counts = new Array<number>(bins).fill(0);
  const outside = { below: 0, above: 0 };
  const lastEdge = edges.at(-1);
  if (bins === 0 || lastEdge === undefined) return { counts, ...outside };
  // The number of edges at or below a value is the number of its bin; a value on the last edge is in the last bin.
  const position = `size(filter(array(${edges.map(double).join(', ')}), edge -> edge <= value))`;
  const rows = await session.rows<{ bin: number; n: number }>(
    `select case when value = ${double(lastEdge)} then ${bins} else ${position} end as bin, double(sum(n)) as n
     from (select ${column} as value, count(*) as n from ${source} where ${inRange(range)} and ${column} is not null group by 1)
     group by 1`,
    ['bin', 'n'],
  );
  for (const { bin, n } of rows) {
    if (bin < 1) outside.below += n;
    else if (bin > bins) outside.above += n;
    else counts[bin - 1] = n;
  }
  return { counts, ...outside };
}
