import type { NumericTable } from '../../../stats/tables/joint-table.ts';
import { mergeNumeric } from '../../rules/feature-table.ts';
import type { ScoreReference, TimeRange } from '../../store.ts';

import type { TableLimits } from './frequencies.ts';
import { sketchQuery } from './sketch.ts';
import type { SparkSession } from './spark-session.ts';
import { inRange } from './sql.ts';

/** Joint table of scores: given reference scores, or those of another range, against the range's. */
export async function scoreTable(
  session: SparkSession,
  reference: ScoreReference,
  range: TimeRange,
  limits: TableLimits,
): Promise<NumericTable> {
  const before = reference.kind === 'range' ? reference.range : null;
  const within = before === null ? inRange(range) : `(${inRange(range)}) or (${inRange(before)})`;
  // Chunk 0 is production, chunk 1 the reference; ranges may overlap, so a row may count in both.
  const sides =
    before === null
      ? 'array(0L)'
      : `array_compact(array(if(${inRange(range)}, 0L, null), if(${inRange(before)}, 1L, null)))`;
  const source = `(select chunk, number, double(count(*)) as count
    from (select explode(${sides}) as chunk, score as number from predictions where ${within}) group by chunk, number)`;
  const [distinct] = await session.rows<{ n: number }>(
    `select double(count(distinct number)) as n from ${source}`,
    ['n'],
  );
  const exact = (distinct?.n ?? 0) <= limits.exactValues;
  const query = exact
    ? `select double(chunk), number, count from ${source} order by chunk, number`
    : `select chunk, top, count from (${sketchQuery(source, limits.sketchCells)}) as cells (chunk, top, count, merged)
      order by chunk, top`;
  const [chunks = [], values = [], counts = []] = await session.columns(query, 3);
  const middle = chunks.indexOf(1) < 0 ? chunks.length : chunks.indexOf(1);
  const production = Float64Array.from(values.slice(0, middle), Number);
  const productionCounts = Float64Array.from(counts.slice(0, middle), Number);
  if (reference.kind === 'values') {
    const sorted = Float64Array.from(reference.values.filter(Number.isFinite)).sort();
    return mergeNumeric(sorted, production, productionCounts);
  }
  return mergeCounts(
    {
      values: Float64Array.from(values.slice(middle), Number),
      counts: Float64Array.from(counts.slice(middle), Number),
    },
    { values: production, counts: productionCounts },
  );
}

interface Counted {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

function mergeCounts(reference: Counted, production: Counted): NumericTable {
  const values = Float64Array.from(new Set([...reference.values, ...production.values])).sort();
  const on = ({ values: own, counts }: Counted): Float64Array => {
    const byValue = new Map(Array.from(own, (value, i) => [value, counts[i] ?? 0]));
    return Float64Array.from(values, (value) => byValue.get(value) ?? 0);
  };
  return { kind: 'numeric', values, reference: on(reference), production: on(production) };
}
