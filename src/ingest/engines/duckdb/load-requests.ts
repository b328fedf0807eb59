import type { RowCache } from '../../row-cache/row-cache.ts';
import { REQUEST_RULES, rejectCase } from '../../rules/reject-rules.ts';
import type { Database } from './database.ts';
import { loadTable, type PreparedLog, prepareLog } from './load-log.ts';
import { readThroughCache } from './read-through-cache.ts';
import { plainText, timeOf } from './sql.ts';

const KEYS = ['timestamp', 'endpoint', 'path', 'method', 'status_code', 'response_ms', 'response_time_ms'];

const GOOD = `refused is null and us >= 0 and ascii(endpoint) = 34 and (method is null or ascii(method) = 34)
  and status_n between 100 and 599 and status_n = floor(status_n) and (ms is null or (ms_n >= 0 and isfinite(ms_n)))`;

/**
 * Loads the requests into `requests (file, bad, us, endpoint, method, status, ms, by_path)`. Both spellings of the
 * endpoint and of the response time are read, row by row. Query strings are cut off: they may hold personal values.
 */
export async function loadRequests(
  db: Database,
  files: readonly string[],
  cache?: RowCache,
): Promise<PreparedLog> {
  const log = await prepareLog(db, files);
  const read = async (part: PreparedLog) => {
    await loadTable(db, { table: 'requests', keys: KEYS, rows }, part);
    return { features: [], complete: true, sampled: false };
  };
  if (cache === undefined) await read(log);
  else await readThroughCache(db, cache, log, { table: 'requests', columns: COLUMNS, mostFeatures: 0, read });
  return log;
}

/** Columns of `requests` beside `file`. */
const COLUMNS = {
  bad: 'utinyint',
  us: 'bigint',
  endpoint: 'varchar',
  method: 'varchar',
  status: 'usmallint',
  ms: 'double',
  by_path: 'boolean',
};

/** Text that changes with whatever decides how a record of the log becomes a row. */
export const requestReading = (): string => rows('records');

function rows(source: string): string {
  return `
    select file, bad, case when bad = 0 then us end as us,
      case when contains(url, '?') or contains(url, '#') or strlen(url) > 200
        then split_part(split_part(url, '?', 1), '#', 1)[:200] else url end as endpoint,
      case method when '"POST"' then 'POST' when '"GET"' then 'GET'
        else coalesce(upper(${plainText('method')}), '') end as method,
      case when bad = 0 then status_n::usmallint end as status, ms_n + 0 as ms, by_path
    from (
      select *, ${plainText('endpoint')} as url, ${rejectCase(REQUEST_RULES, GOOD)} as bad
      from (
        select file, "~refused" as refused, timestamp as ts, ${timeOf('timestamp')} as us,
          coalesce(endpoint, path) as endpoint, endpoint is null and path is not null as by_path, method,
          status_code as status, try_cast(status_code as double) as status_n,
          coalesce(response_ms, response_time_ms) as ms,
          try_cast(coalesce(response_ms, response_time_ms) as double) as ms_n
        from ${source}))`;
}
