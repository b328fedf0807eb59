import {
  addCategory,
  categoricalFeatureTable,
  numericFeatureTable,
  withoutLeads,
} from '../../rules/feature-table.ts';
import type { ReferenceCounts } from '../../rules/reference-side.ts';
import type { TableChunk } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { MISSING } from './frequencies.ts';

interface ChunkCounts {
  readonly chunk: number;
  readonly missing: number;
  /** Values that are no finite number. */
  readonly texts: number;
  readonly leads: number;
}

const DAY_MS = 86_400_000;

/** One joint table per chunk of whole days, from the daily counts of a feature (see `Frequencies.days`). */
export async function chunkTables(
  db: Database,
  days: string,
  kind: 'numeric' | 'categorical',
  reference: ReferenceCounts,
  chunkMs: number,
): Promise<TableChunk[]> {
  const perChunk = chunkMs / DAY_MS;
  if (!Number.isInteger(perChunk)) {
    throw new RangeError(`a chunk of ${chunkMs} ms is no whole number of days`);
  }
  const source =
    perChunk === 1
      ? `(select day as chunk, number, text, count, leads from ${days})`
      : `(select day // ${perChunk} as chunk, number, text, sum(count) as count, sum(leads) as leads
          from ${days} group by all)`;
  const chunks = await db.rows<ChunkCounts>(`
    select chunk::double as chunk, coalesce(sum(count) filter (${MISSING}), 0) as missing,
      coalesce(sum(count) filter (number is null and not ${MISSING}), 0) as texts,
      coalesce(sum(leads) filter (${kind === 'numeric' ? 'number is not null' : `not ${MISSING}`}), 0) as leads
    from ${source} group by 1 order by 1`);
  const table =
    kind === 'numeric'
      ? await numericChunks(db, source, reference)
      : await categoricalChunks(db, source, reference);
  return chunks.map((counts) => ({
    start: counts.chunk * chunkMs,
    end: (counts.chunk + 1) * chunkMs,
    leads: counts.leads,
    feature: table(counts),
  }));
}

type ChunkReader = (counts: ChunkCounts) => TableChunk['feature'];

async function numericChunks(db: Database, source: string, reference: ReferenceCounts): Promise<ChunkReader> {
  const [chunks = new Float64Array(), values = new Float64Array(), counts = new Float64Array()] =
    await doubleColumns(
      db,
      `select chunk::double, number, count from ${source} where number is not null order by 1, 2`,
      3,
    );
  return ({ chunk, missing, texts }) => {
    const start = chunks.indexOf(chunk);
    const end = start < 0 ? start : chunks.lastIndexOf(chunk) + 1;
    const own = counts.subarray(start, end);
    return withoutLeads(
      numericFeatureTable(reference, {
        values: values.subarray(start, end),
        counts: own,
        leads: own,
        missing,
        mismatched: texts,
      }),
    );
  };
}

async function categoricalChunks(
  db: Database,
  source: string,
  reference: ReferenceCounts,
): Promise<ChunkReader> {
  const rows = await db.rows<{ chunk: number; number: number | null; text: string | null; count: number }>(`
    select chunk::double as chunk, number, text, sum(count) as count from ${source}
    where not ${MISSING} group by all`);
  const perChunk = new Map<number, Map<string, number>>();
  for (const { chunk, number, text, count } of rows) {
    const counts = perChunk.get(chunk) ?? new Map<string, number>();
    addCategory(counts, number, text, count);
    perChunk.set(chunk, counts);
  }
  return ({ chunk, missing }) => {
    const counts = perChunk.get(chunk) ?? new Map();
    return withoutLeads(categoricalFeatureTable(reference, { rows: counts, leads: counts }, missing));
  };
}
