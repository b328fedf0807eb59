import type { NumericTable } from '../../../stats/tables/joint-table.ts';
import { numericTables } from '../../rules/feature-table.ts';
import type { ScoreReference, ScoreTable, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';

import type { Leads } from './leads.ts';
import { inRange } from './sql.ts';

/** Joint table of scores: given reference scores, or those of another range, against the range's. */
export async function scoreTable(
  db: Database,
  reference: ScoreReference,
  range: TimeRange,
  leads: Leads,
): Promise<ScoreTable> {
  if (reference.kind === 'values') {
    const sorted = Float64Array.from(reference.values.filter(Number.isFinite)).sort();
    const [values = new Float64Array(), counts = new Float64Array(), newest = counts] = await doubleColumns(
      db,
      `select score, count(*)::double, ${leads.countIn(range)}
       from predictions where ${inRange(range)} group by 1 order by 1`,
      3,
    );
    const given = { numbers: sorted, leads: { numbers: sorted } };
    const { table, leads: once } = numericTables(given, values, counts, leads.repeated ? newest : counts);
    return { ...table, leads: once };
  }
  const inBoth = [reference.range, range];
  const counts = [
    ...inBoth.map(inRange),
    ...(leads.repeated ? inBoth.map((own) => `${inRange(own)} and ${leads.newestIn(own)}`) : []),
  ].map((condition) => `(count(*) filter (${condition}))::double`);
  const [values = none(), before = none(), production = none(), ...once] = await doubleColumns(
    db,
    `select score, ${counts.join(', ')} from predictions
     where (${inRange(reference.range)}) or (${inRange(range)}) group by 1 order by 1`,
    1 + counts.length,
  );
  const table: NumericTable = { kind: 'numeric', values, reference: before, production };
  const [leadsBefore, leadsNow] = once;
  if (leadsBefore === undefined || leadsNow === undefined) return { ...table, leads: table };
  return { ...table, leads: { kind: 'numeric', values, reference: leadsBefore, production: leadsNow } };
}

const none = (): Float64Array => new Float64Array();
