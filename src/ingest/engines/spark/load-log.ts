import type { KeyBounds } from '../../rules/choose-keys.ts';
import type { ColumnMap } from '../../rules/column-map.ts';
import { EPOCH_SECONDS, fieldNames } from '../../rules/log-fields.ts';
import type { ColumnRules } from '../../rules/resolve-columns.ts';
import { scannerQuery } from '../../rules/scanners.ts';
import { sourceError } from './errors.ts';
import { discoverKeys, type FeatureColumns, featureColumns, joinColumns } from './feature-columns.ts';
import { findLeads, type Leads, leadOf } from './leads.ts';
import { recordsOf } from './records.ts';
import { rejectCase } from './reject-case.ts';
import type { SparkLog } from './spark-log.ts';
import type { SparkSession } from './spark-session.ts';
import { identifier, inRange, isJsonNumber, jsonText, literal } from './sql.ts';

const ISO_TIME = String.raw`^\d{4}-\d{2}-\d{2}[Tt ]\d{1,2}:\d{2}(:\d{2}(\.\d*)?)?( ?UTC|[Zz]|[+-]\d{2}(:?\d{2})?)?$`;

const textOf = (key: string): string => `try_variant_get(r.${key}, '$', 'string')`;
const isString = (json: string): string => `ascii(${json}) = 34`;
const numberOf = (json: string): string => `case when ${isJsonNumber(json)} then double(${json}) end`;

/** Epoch microseconds of the time stamp; a naive time is UTC, as the session is. */
const TIME = `case when ${isString('logged_at')} and time_text rlike ${literal(ISO_TIME)}
    then unix_micros(try_cast(upper(time_text) as timestamp))
  when ${isJsonNumber('logged_at')} then ${epochTime('double(logged_at)')} end as time_us`;

/** Epoch microseconds of a number of seconds or milliseconds since 1970, see `epochMicroseconds`. */
function epochTime(number: string): string {
  const { min, max } = EPOCH_SECONDS;
  return `(case when ${number} between ${min} and ${max} then bigint(round(${number} * 1000000D))
    when ${number} between ${min}000 and ${max}000 then bigint(round(${number} * 1000D)) end)`;
}

export interface LoadOptions extends ColumnRules, KeyBounds {
  /** Name of this run, which no other run on the same server has. */
  readonly runName: string;
  readonly textLimit: number;
  readonly joinKeys: readonly string[];
  readonly apiPaths: readonly string[];
  readonly now: number;
}

const PREDICTION_KEYS = fieldNames('predictions');

/**
 * Reads the predictions twice (once for the keys of `input`, once for everything) and keeps them in Spark's columnar
 * cache as `all_predictions (file, block, record, broken_rule, time_us, score, label, latency_ms, version, key0…,
 * number0, text0, …, lead)`; the view `predictions` holds the accepted ones, with `next_us` (see `findLeads`).
 */
export async function loadPredictions(
  session: SparkSession,
  log: SparkLog,
  options: LoadOptions,
): Promise<{ readonly features: FeatureColumns; readonly leads: Leads; readonly columns: ColumnMap }> {
  const topKeys = options.joinKeys.filter((key) => !PREDICTION_KEYS.includes(key));
  const { columns, relation: records } = await recordsOf(
    session,
    'predictions',
    log,
    [...PREDICTION_KEYS, ...topKeys],
    options,
  );
  const fields = `select value, file, block, record, blank, r, ${jsonText('r.timestamp')} as logged_at, ${textOf('timestamp')} as time_text,
      ${jsonText('r.score')} as score, ${jsonText('r.label')} as label, ${textOf('label')} as label_text,
      ${jsonText('r.inference_ms')} as latency, ${jsonText('r.model_version')} as version,
      ${textOf('model_version')} as version_text, r.input as input_object, input_map,
      case when r.input is null or is_variant_null(r.input) then null
        when input_map is null then '[' else '{' end as input
      ${topKeys.map((key, i) => `, to_json(r.${identifier(key)}) as top${i}`).join('')}
    from (select *, try_cast(r.input as map<string, variant>) as input_map from (${records}))`;
  const judged = `select *, ${rejectCase('predictions')} as broken_rule
    from (select *, ${TIME}, ${numberOf('score')} as score_number, ${numberOf('latency')} as latency_number from (${fields}))`;
  return guarded(log, 'PREDICTIONS_LOG', async () => {
    const joins = joinColumns(options.joinKeys, topKeys);
    const features = await discoverKeys(session, `select *${joins.inner} from (${judged})`, options);
    const { first, second, third } = featureColumns(features, options.textLimit);
    await cache(
      session,
      'predictions',
      `select *, ${leadOf(features.index.size, options.joinKeys)} as lead from (
        select ${POSITION}, time_us, score, label, latency_ms, version${joins.outer}${third} from (
        select *${second} from (
          select value, ${POSITION}, time_us, score_number + 0D as score, label_text as label,
            latency_number + 0D as latency_ms, input_object,
            case when ${isString('version')} then version_text
              else coalesce(get_json_object(value, '$.model_version'), version) end as version${joins.inner}${first}
          from (${judged}))))`,
      options.runName,
    );
    return { features, leads: await findLeads(session, options.runName), columns };
  });
}

const REQUEST_KEYS = fieldNames('requests');

/**
 * Reads the requests once into `all_requests`, the view `requests (time_us, endpoint, method, status, latency_ms)`, and
 * `marked_requests`, the same with the column `scanner`.
 */
export async function loadRequests(
  session: SparkSession,
  log: SparkLog,
  options: LoadOptions,
): Promise<ColumnMap> {
  const { columns, relation: records } = await recordsOf(session, 'requests', log, REQUEST_KEYS, options);
  const either = (first: string, second: string): string =>
    `coalesce(${jsonText(`r.${first}`)}, ${jsonText(`r.${second}`)})`;
  const fields = `select value, file, block, record, blank, r, ${jsonText('r.timestamp')} as logged_at, ${textOf('timestamp')} as time_text,
      ${either('endpoint', 'path')} as endpoint,
      case when ${jsonText('r.endpoint')} is null then ${textOf('path')} else ${textOf('endpoint')} end as endpoint_text,
      ${jsonText('r.endpoint')} is null and ${jsonText('r.path')} is not null as by_path,
      ${jsonText('r.method')} as method, ${textOf('method')} as method_text, ${jsonText('r.status_code')} as status,
      ${either('response_ms', 'response_time_ms')} as latency
    from (${records})`;
  const judged = `select *, ${rejectCase('requests')} as broken_rule
    from (select *, ${TIME}, ${numberOf('status')} as status_number, ${numberOf('latency')} as latency_number from (${fields}))`;
  await guarded(log, 'API_REQUESTS_LOG', async () => {
    await cache(
      session,
      'requests',
      `select ${POSITION}, time_us, by_path, substr(split_part(split_part(endpoint_text, '?', 1), '#', 1), 1, 200) as endpoint,
        upper(coalesce(method_text, '')) as method, cast(status_number as int) as status, latency_number + 0D as latency_ms
      from (${judged})`,
      options.runName,
    );
    await markScanners(session, options);
  });
  return columns;
}

async function markScanners(session: SparkSession, { apiPaths, now, runName }: LoadOptions): Promise<void> {
  const accepted = inRange({ start: -Infinity, end: now });
  const paths = scannerQuery(apiPaths, { literal, accepted });
  await session.cache('scanner_paths', `select *, ${literal(runName)} as run_name from (${paths})`);
  await session.run(`create or replace temporary view marked_requests as
    select r.*, s.endpoint is not null as scanner from requests r left join scanner_paths s on r.endpoint = s.endpoint`);
}

const POSITION = 'file, block, record, broken_rule';

/**
 * Fills a table of Spark's cache. The cache is shared by all sessions and looks a table up by its query, so the query
 * contains the run's own name: rows cached by an earlier run are never used.
 */
async function cache(session: SparkSession, source: string, query: string, runName: string): Promise<void> {
  await session.cache(`all_${source}`, `select *, ${literal(runName)} as run_name from (${query})`);
  await session.run(
    `create or replace temporary view ${source} as select * from all_${source} where broken_rule = 0`,
  );
}

async function guarded<T>(log: SparkLog, variable: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw sourceError(error, variable, log.location);
  }
}
