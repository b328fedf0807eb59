import type { CategoricalTable, NumericTable } from '../../../stats/tables/joint-table.ts';
import { addCategory, categoricalFeatureTable, numericFeatureTable } from '../../rules/feature-table.ts';
import type { ReferenceCounts } from '../../rules/reference-side.ts';
import type { FeatureTable, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { MISSING } from './frequencies.ts';
import { inRange } from './sql.ts';

/**
 * @param frequencies SQL of the feature's counted values; null for a key that no row has.
 * @param repeated whether some lead has two rows.
 */
export async function numericFeature(
  db: Database,
  frequencies: string | null,
  repeated: boolean,
  reference: ReferenceCounts,
  range: TimeRange,
): Promise<FeatureTable<NumericTable>> {
  if (frequencies === null) {
    const missing = await rowsIn(db, range);
    const none = new Float64Array();
    return numericFeatureTable(reference, {
      values: none,
      counts: none,
      leads: none,
      missing,
      mismatched: 0,
    });
  }
  const { missing, texts } = await countOthers(db, frequencies);
  const [values = new Float64Array(), counts = new Float64Array(), leads = counts] = await doubleColumns(
    db,
    `select number, count${repeated ? ', leads' : ''} from ${frequencies} where number is not null order by number`,
    repeated ? 3 : 2,
  );
  return numericFeatureTable(reference, { values, counts, leads, missing, mismatched: texts });
}

/**
 * @param frequencies SQL of the feature's counted values; null for a key that no row has.
 * @param repeated whether some lead has two rows.
 */
export async function categoricalFeature(
  db: Database,
  frequencies: string | null,
  repeated: boolean,
  reference: ReferenceCounts,
  range: TimeRange,
): Promise<FeatureTable<CategoricalTable>> {
  const counts = new Map<string, number>();
  const leads = repeated ? new Map<string, number>() : counts;
  const tableOf = (missing: number) => categoricalFeatureTable(reference, { rows: counts, leads }, missing);
  if (frequencies === null) return tableOf(await rowsIn(db, range));
  const { missing } = await countOthers(db, frequencies);
  const rows = await db.rows<{ number: number | null; text: string | null; count: number; leads: number }>(
    `select number, text, count, leads from ${frequencies} where not ${MISSING}`,
  );
  for (const row of rows) {
    addCategory(counts, row.number, row.text, row.count);
    if (repeated) addCategory(leads, row.number, row.text, row.leads);
  }
  return tableOf(missing);
}

interface Others {
  readonly missing: number;
  /** Values that are no finite number. */
  readonly texts: number;
}

async function countOthers(db: Database, frequencies: string): Promise<Others> {
  const [row] = await db.rows<Others>(`
    select coalesce(sum(count) filter (${MISSING}), 0) as missing,
      coalesce(sum(count) filter (number is null and not ${MISSING}), 0) as texts from ${frequencies}`);
  return row ?? { missing: 0, texts: 0 };
}

async function rowsIn(db: Database, range: TimeRange): Promise<number> {
  const [row] = await db.rows<{ n: number }>(
    `select count(*)::double as n from predictions where ${inRange(range)}`,
  );
  return row?.n ?? 0;
}
