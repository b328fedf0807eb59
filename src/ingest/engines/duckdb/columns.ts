import { type DuckDBDataChunk, DuckDBDoubleVector } from '@duckdb/node-api';
import type { Database } from './database.ts';

/**
 * Reads columns of doubles into flat arrays as the chunks arrive: a million rows are a few buffers, never objects, and
 * the result is held in memory once. Null becomes NaN.
 */
export async function doubleColumns(db: Database, sql: string, columns: number): Promise<Float64Array[]> {
  let arrays = Array.from({ length: columns }, () => new Float64Array(INITIAL_ROWS));
  let size = 0;
  await db.chunks(sql, (chunk) => {
    const { rowCount } = chunk;
    const needed = size + rowCount;
    if (needed > (arrays[0]?.length ?? 0)) arrays = arrays.map((array) => grown(array, needed));
    for (const [index, array] of arrays.entries()) copyDoubles(chunk, index, rowCount, array, size);
    size = needed;
  });
  return arrays.map((array) => array.subarray(0, size));
}

const INITIAL_ROWS = 2048;

function grown(array: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(needed, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}

function copyDoubles(
  chunk: DuckDBDataChunk,
  column: number,
  rows: number,
  target: Float64Array,
  offset: number,
): void {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBDoubleVector)) throw new TypeError(`column ${column} holds no doubles`);
  for (let row = 0; row < rows; row++) target[offset + row] = vector.getItem(row) ?? Number.NaN;
}
