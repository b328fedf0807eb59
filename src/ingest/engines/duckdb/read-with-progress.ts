import { stat } from 'node:fs/promises';
import type { Reporter } from '../../../settings/reporter.ts';
import type { LogInput } from '../../sources/log-files.ts';
import type { Source } from '../../store.ts';
import type { Database } from './database.ts';
import { rowsOf } from './sql.ts';

const POLL_MS = 500;
const BYTES_PER_MB = 1_000_000;

/** Reads a log, reporting progress while it is read and the number of rows at the end. */
export async function readWithProgress<Read>(
  db: Database,
  source: Source,
  log: LogInput,
  reporter: Reporter,
  read: (files: readonly string[]) => Promise<Read>,
): Promise<Read> {
  const files = log.present ? log.files : [];
  reporter.stage(`Reading ${source}`);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const megabytes = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / BYTES_PER_MB);
  const timer = setInterval(() => {
    const share = db.progress();
    if (share !== null) reporter.progress(Math.round(share * megabytes), megabytes, 'MB');
  }, POLL_MS);
  try {
    const result = await read(files);
    const [row] = await db.rows<{ n: number }>(`select count(*)::double as n from ${rowsOf(source)}`);
    if (log.present) reporter.info(`${(row?.n ?? 0).toLocaleString('en')} rows of ${source} read`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
