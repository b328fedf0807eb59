import { readCsvTable } from '../../ingest/sources/csv-table.ts';
import { readReference } from '../../ingest/sources/reference.ts';
import { configurationError } from '../../monitor-error.ts';
import type { Payload } from '../profile/payloads.ts';
import { csvText } from '../write-file.ts';

export interface ReferenceRows {
  /** Body of the request for each row: typed as the reference is read; empty cells are left out. */
  readonly payloads: readonly Payload[];
  /** The table as CSV with the column of scores, replaced where there is one; "" where a row has none. */
  readonly withScores: (scores: (row: number) => number | null) => string;
}

interface Columns {
  readonly outcomeColumn: string;
  readonly scoreColumn: string;
  readonly keyColumn: string | null;
}

/**
 * The reference as request bodies. Outcome, score and join key are not sent.
 *
 * @throws MonitorError exit code 2 where the file is not there, 3 where it cannot be read as a table.
 */
export async function readReferenceRows(file: string, cwd: string, columns: Columns): Promise<ReferenceRows> {
  const table = await readCsvTable(file, cwd, '--reference');
  if (table === null) {
    throw configurationError(
      'reference-not-found',
      `--reference: ${file} does not exist. Give the CSV of training rows, or set REFERENCE_DATA_PATH.`,
    );
  }
  const setting = { variable: '--reference', value: file, fallback: file, ...columns };
  const features = (await readReference(setting, cwd)).columns.map(({ name, cells }) => {
    const isBoolean = cells.every((cell) => cell === null || cell === 'true' || cell === 'false');
    return { name, cells: isBoolean ? cells.map((cell) => (cell === null ? null : cell === 'true')) : cells };
  });
  return {
    payloads: Array.from({ length: table.rows }, (_, row) =>
      Object.fromEntries(
        features.flatMap(({ name, cells }) => {
          const cell = cells[row] ?? null;
          return cell === null ? [] : [[name, cell]];
        }),
      ),
    ),
    withScores: (scores) => {
      const kept = table.header.flatMap((name, i) => (name === columns.scoreColumn ? [] : [i]));
      const rows = Array.from({ length: table.rows }, (_, row) => [
        ...kept.map((i) => table.columns[i]?.[row] ?? ''),
        String(scores(row) ?? ''),
      ]);
      return csvText([[...kept.map((i) => table.header[i] ?? ''), columns.scoreColumn], ...rows]);
    },
  };
}
