import type { NumericTable } from '../../../stats/tables/joint-table.ts';
import { mergeNumeric } from '../../rules/feature-table.ts';
import type { ScoreReference, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';

import { inRange } from './sql.ts';

/** Joint table of scores: given reference scores, or those of another range, against the range's. */
export async function scoreTable(
  db: Database,
  reference: ScoreReference,
  range: TimeRange,
): Promise<NumericTable> {
  if (reference.kind === 'values') {
    const sorted = Float64Array.from(reference.values.filter(Number.isFinite)).sort();
    const [values = new Float64Array(), counts = new Float64Array()] = await doubleColumns(
      db,
      `select score, count(*)::double from predictions where ${inRange(range)} group by 1 order by 1`,
      2,
    );
    return mergeNumeric(sorted, values, counts);
  }
  const [values = new Float64Array(), before = new Float64Array(), production = new Float64Array()] =
    await doubleColumns(
      db,
      `select score, (count(*) filter (${inRange(reference.range)}))::double,
         (count(*) filter (${inRange(range)}))::double
       from predictions where (${inRange(reference.range)}) or (${inRange(range)}) group by 1 order by 1`,
      3,
    );
  return { kind: 'numeric', values, reference: before, production };
}
