import type { NumericTable } from '../../../stats/tables/joint-table.ts';
import { numericTables } from '../../rules/feature-table.ts';
import type { ScoreReference, ScoreTable, TimeRange } from '../../store.ts';

import type { TableLimits } from './frequencies.ts';
import type { Leads } from './leads.ts';
import type { Cell } from './result-columns.ts';
import { sketchQuery } from './sketch.ts';
import type { SparkSession } from './spark-session.ts';
import { inRange } from './sql.ts';

/** Joint table of scores: given reference scores, or those of another range, against the range's. */
export async function scoreTable(
  session: SparkSession,
  reference: ScoreReference,
  range: TimeRange,
  limits: TableLimits,
  leads: Leads,
): Promise<ScoreTable> {
  const before = reference.kind === 'range' ? reference.range : null;
  const within = before === null ? inRange(range) : `(${inRange(range)}) or (${inRange(before)})`;
  // Chunk 0 is production, chunk 1 the reference; ranges may overlap, so a row may count in both.
  const sides =
    before === null
      ? 'array(0L)'
      : `array_compact(array(if(${inRange(range)}, 0L, null), if(${inRange(before)}, 1L, null)))`;
  const newest = `case when chunk = 0 then ${leads.newestIn(range)} else ${leads.newestIn(before ?? range)} end`;
  const source = `(select chunk, number, double(count(*)) as count, double(count_if(${newest})) as leads
    from (select explode(${sides}) as chunk, score as number, next_us from predictions where ${within})
    group by chunk, number)`;
  const [distinct] = await session.rows<{ n: number }>(
    `select double(count(distinct number)) as n from ${source}`,
    ['n'],
  );
  const exact = (distinct?.n ?? 0) <= limits.exactValues;
  const query = exact
    ? `select double(chunk), number, count, leads from ${source} order by chunk, number`
    : `select chunk, top, count, leads from (${sketchQuery(source, limits.sketchCells)}) as cells (chunk, top, count, leads, merged)
      order by chunk, top`;
  const [chunks = [], values = [], counts = [], once = []] = await session.columns(query, 4);
  const middle = chunks.indexOf(1) < 0 ? chunks.length : chunks.indexOf(1);
  const numbers = (cells: readonly Cell[], start: number, end?: number): Float64Array =>
    Float64Array.from(cells.slice(start, end), Number);
  const production = numbers(values, 0, middle);
  const rows = numbers(counts, 0, middle);
  const ofLeads = leads.repeated ? numbers(once, 0, middle) : rows;
  if (reference.kind === 'values') {
    const sorted = Float64Array.from(reference.values.filter(Number.isFinite)).sort();
    const given = { numbers: sorted, leads: { numbers: sorted } };
    const tables = numericTables(given, production, rows, ofLeads);
    return { ...tables.table, leads: tables.leads };
  }
  const joint = (own: readonly Cell[], now: Float64Array): NumericTable =>
    mergeCounts(
      { values: numbers(values, middle), counts: numbers(own, middle) },
      { values: production, counts: now },
    );
  const table = joint(counts, rows);
  return { ...table, leads: leads.repeated ? joint(once, ofLeads) : table };
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
