import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { Database } from './database.ts';

/**
 * Reads columns of numbers into flat arrays, chunk by chunk: a million rows are a few buffers, never objects.
 * Null becomes NaN.
 */
export async function doubleColumns(db: Database, sql: string, columns: number): Promise<Float64Array[]> {
  const result = await db.connection.run(sql);
  const chunks = await result.fetchAllChunks();
  const total = chunks.reduce((n, chunk) => n + chunk.rowCount, 0);
  const arrays = Array.from({ length: columns }, () => new Float64Array(total));
  let offset = 0;
  for (const chunk of chunks) {
    for (const [index, array] of arrays.entries()) copyDoubles(chunk, index, array, offset);
    offset += chunk.rowCount;
  }
  return arrays;
}

function copyDoubles(chunk: DuckDBDataChunk, column: number, target: Float64Array, offset: number): void {
  const vector = chunk.getColumnVector(column);
  for (let row = 0; row < chunk.rowCount; row++) {
    const value = vector.getItem(row);
    target[offset + row] = typeof value === 'number' ? value : Number.NaN;
  }
}
