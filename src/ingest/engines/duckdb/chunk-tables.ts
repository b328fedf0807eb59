import { categoricalTableFromCounts } from '../../../stats/tables/joint-table-from.ts';
import type { TableChunk } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { decodeText, mergeNumeric, type ReferenceCounts } from './feature-tables.ts';
import { MISSING } from './frequencies.ts';

interface ChunkCounts {
  readonly chunk: number;
  readonly missing: number;
  readonly texts: number;
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
  if (!Number.isInteger(perChunk))
    throw new RangeError(`a chunk of ${chunkMs} ms is no whole number of days`);
  const source =
    perChunk === 1
      ? `(select d as chunk, n, t, c from ${days})`
      : `(select d // ${perChunk} as chunk, n, t, sum(c) as c from ${days} group by all)`;
  const chunks = await db.rows<ChunkCounts>(`
    select chunk::double as chunk, coalesce(sum(c) filter (${MISSING}), 0) as missing,
      coalesce(sum(c) filter (n is null and not ${MISSING}), 0) as texts
    from ${source} group by 1 order by 1`);
  const tables = kind === 'numeric' ? numericChunks : categoricalChunks;
  const production = await tables(db, source, reference);
  const filled = [...reference.categories.values()].reduce((a, b) => a + b, 0);
  return chunks.map(({ chunk, missing, texts }) => ({
    start: chunk * chunkMs,
    end: (chunk + 1) * chunkMs,
    feature: {
      table: production(chunk),
      missingReference: reference.missing,
      missingProduction: missing,
      mismatchedReference: kind === 'numeric' ? filled - reference.numbers.length : 0,
      mismatchedProduction: kind === 'numeric' ? texts : 0,
    },
  }));
}

type ChunkReader = (chunk: number) => TableChunk['feature']['table'];

async function numericChunks(db: Database, source: string, reference: ReferenceCounts): Promise<ChunkReader> {
  const [chunks = new Float64Array(), values = new Float64Array(), counts = new Float64Array()] =
    await doubleColumns(db, `select chunk::double, n, c from ${source} where n is not null order by 1, 2`, 3);
  return (chunk) => {
    const start = chunks.indexOf(chunk);
    const end = start < 0 ? start : chunks.lastIndexOf(chunk) + 1;
    return mergeNumeric(reference.numbers, values.subarray(start, end), counts.subarray(start, end));
  };
}

async function categoricalChunks(
  db: Database,
  source: string,
  reference: ReferenceCounts,
): Promise<ChunkReader> {
  const rows = await db.rows<{ chunk: number; n: number | null; t: string | null; c: number }>(`
    select chunk::double as chunk, n, t, sum(c) as c from ${source} where not ${MISSING} group by all`);
  const perChunk = new Map<number, Map<string, number>>();
  for (const { chunk, n, t, c } of rows) {
    const counts = perChunk.get(chunk) ?? new Map<string, number>();
    const category = n === null ? decodeText(t ?? '') : String(n);
    counts.set(category, (counts.get(category) ?? 0) + c);
    perChunk.set(chunk, counts);
  }
  return (chunk) => categoricalTableFromCounts(reference.categories, perChunk.get(chunk) ?? new Map());
}
