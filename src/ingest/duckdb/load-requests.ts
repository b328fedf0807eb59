import type { Database } from './database.ts';
import { type LoadedLog, loadRaw } from './load-log.ts';
import { REQUEST_RULES } from './reject-rules.ts';
import { unquoted } from './sql.ts';

/**
 * Loads the requests into `requests (us, endpoint, method, status, ms)`. Both spellings of the endpoint and of the
 * response time are read, row by row. Query strings are cut off: they may hold personal values.
 */
export async function loadRequests(db: Database, files: readonly string[]): Promise<LoadedLog> {
  const loaded = await loadRaw(
    db,
    {
      table: 'requests',
      keys: ['timestamp', 'endpoint', 'path', 'method', 'status_code', 'response_ms', 'response_time_ms'],
      fields: `timestamp as ts, coalesce(endpoint, path) as endpoint, method, status_code as status,
        coalesce(response_ms, response_time_ms) as ms, endpoint is null and path is not null as by_path,
        try_cast(status_code as double) as status_n,
        try_cast(coalesce(response_ms, response_time_ms) as double) as ms_n`,
      rules: REQUEST_RULES,
      columns: `us, split_part(split_part(${unquoted('endpoint')}, '?', 1), '#', 1)[:200] as endpoint,
        upper(coalesce(${unquoted('method')}, '')) as method, status_n as status, ms_n + 0 as ms, by_path`,
    },
    files,
  );
  await db.run(`create table requests as select us, endpoint, method, status::usmallint as status, ms
    from raw_requests where bad = 0`);
  return loaded;
}
