import { readCsvTable } from '../../ingest/sources/csv-table.ts';
import { configurationError, inputError } from '../../monitor-error.ts';
import type { CellTable } from './training-table.ts';

/**
 * Reads labelled rows from a CSV file. A ragged row is an error, because a model must not be trained on part of a file.
 *
 * @param flag the command-line flag that named the file, for messages.
 * @throws MonitorError exit 2 where the file is not there, exit 3 where it cannot be used.
 */
export async function readLabelledCsv(path: string, cwd: string, flag: string): Promise<CellTable> {
  const table = await readCsvTable(path, cwd, flag);
  if (table === null) throw configurationError('data-not-found', `${flag}: ${path} does not exist`);
  if (table.rejected > 0) {
    const lines = table.reasons.flatMap((reason) => reason.lines).join(', ');
    throw inputError(
      'csv-ragged',
      `${path}: ${table.rejected} rows do not have as many cells as the header (lines ${lines}); mend or remove them`,
    );
  }
  if (table.rows === 0) throw inputError('csv-no-rows', `${path}: has a header and no rows`);
  return { location: path, header: table.header, columns: table.columns, rows: table.rows };
}
