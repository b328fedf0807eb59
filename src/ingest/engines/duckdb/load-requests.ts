import type { RowCache } from '../../row-cache/row-cache.ts';
import { NONE_LEFT_OUT } from '../../rules/choose-keys.ts';
import { fieldNames } from '../../rules/log-fields.ts';
import { GOOD_REQUEST, REQUEST_RULES, rejectCase } from '../../rules/reject-rules.ts';
import type { ColumnRules } from '../../rules/resolve-columns.ts';
import { scannerQuery } from '../../rules/scanners.ts';
import type { Database } from './database.ts';
import { loadTable, type PreparedLog, prepareLog } from './load-log.ts';
import { readThroughCache } from './read-through-cache.ts';
import { inRange, literal, plainText, timeOf } from './sql.ts';

const KEYS = fieldNames('requests');

/**
 * Loads the requests into `requests (file, broken_rule, time_us, endpoint, method, status, latency_ms, by_path)`. Both spellings of the
 * endpoint and of the response time are read, row by row. Query strings are cut off: they may hold personal values.
 */
export async function loadRequests(
  db: Database,
  files: readonly string[],
  rules: ColumnRules,
  cacheOf: (reading: string) => RowCache | undefined,
): Promise<PreparedLog> {
  const log = await prepareLog(db, 'requests', files, rules);
  const cache = cacheOf(requestReading(log));
  const read = async (part: PreparedLog) => {
    await loadTable(db, { table: 'requests', keys: KEYS, rows }, part);
    return { features: [], complete: true, leftOut: NONE_LEFT_OUT, sampled: false };
  };
  if (cache === undefined) await read(log);
  else await readThroughCache(db, cache, log, { table: 'requests', columns: COLUMNS, maxFeatures: 0, read });
  return log;
}

/** Makes `marked_requests`: the requests with the column `scanner`, as of `now`. */
export async function markScanners(db: Database, paths: readonly string[], now: number): Promise<void> {
  const accepted = inRange({ start: -Infinity, end: now });
  await db.run(`create or replace table scanner_paths as ${scannerQuery(paths, { literal, accepted })}`);
  await db.run(`create or replace view marked_requests as
    select *, endpoint in (select endpoint from scanner_paths) as scanner from requests`);
}

/** Columns of `requests` beside `file`. */
const COLUMNS = {
  broken_rule: 'utinyint',
  time_us: 'bigint',
  endpoint: 'varchar',
  method: 'varchar',
  status: 'usmallint',
  latency_ms: 'double',
  by_path: 'boolean',
};

/** Identifies the way records become rows: part of the cache's key. */
const requestReading = ({ columns }: PreparedLog): string =>
  JSON.stringify([[...columns.fields], rows('records')]);

function rows(source: string): string {
  return `
    select file, broken_rule, case when broken_rule = 0 then time_us end as time_us,
      case when contains(url, '?') or contains(url, '#') or strlen(url) > 200
        then split_part(split_part(url, '?', 1), '#', 1)[:200] else url end as endpoint,
      case method when '"POST"' then 'POST' when '"GET"' then 'GET'
        else coalesce(upper(${plainText('method')}), '') end as method,
      case when broken_rule = 0 then status_number::usmallint end as status, latency_number + 0 as latency_ms, by_path
    from (
      select *, ${plainText('endpoint')} as url, ${rejectCase(REQUEST_RULES, GOOD_REQUEST)} as broken_rule
      from (
        select file, "~refused" as refused, timestamp as logged_at, ${timeOf('timestamp')} as time_us,
          coalesce(endpoint, path) as endpoint, endpoint is null and path is not null as by_path, method,
          status_code as status, try_cast(status_code as double) as status_number,
          coalesce(response_ms, response_time_ms) as latency,
          try_cast(coalesce(response_ms, response_time_ms) as double) as latency_number
        from ${source}))`;
}
