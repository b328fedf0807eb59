import { sourceError } from './errors.ts';
import { discoverKeys, type FeatureColumns, featureColumns, joinColumns } from './feature-columns.ts';
import { recordsOf } from './records.ts';
import { rejectCase } from './reject-case.ts';
import type { SparkSession } from './session.ts';
import type { SparkLog } from './spark-log.ts';
import { identifier, isJsonNumber, jsonText, literal } from './sql.ts';

const ISO_TIME = String.raw`^\d{4}-\d{2}-\d{2}[Tt ]\d{1,2}:\d{2}(:\d{2}(\.\d*)?)?( ?UTC|[Zz]|[+-]\d{2}(:?\d{2})?)?$`;

const textOf = (key: string): string => `try_variant_get(r.${key}, '$', 'string')`;
const isString = (json: string): string => `ascii(${json}) = 34`;
const numberOf = (json: string): string => `case when ${isJsonNumber(json)} then double(${json}) end`;

/** Epoch microseconds of the time stamp; a naive time is UTC, as the session is. */
const TIME = `case when ${isString('ts')} and ts_text rlike ${literal(ISO_TIME)}
  then unix_micros(try_cast(upper(ts_text) as timestamp)) end as us`;

export interface LoadOptions {
  /** Distinguishes this build's cached tables from those of any other build on the same server. */
  readonly build: string;
  readonly maximumFeatures: number;
  readonly textLimit: number;
  readonly joinKeys: readonly string[];
}

const PREDICTION_KEYS = ['timestamp', 'input', 'score', 'label', 'inference_ms', 'model_version'];

/**
 * Reads the predictions twice (once for the keys of `input`, once for everything) and keeps them in Spark's columnar
 * cache as `all_predictions (file, block, record, bad, us, score, label, ms, version, k0…, n0, t0, …)`; the view
 * `predictions` holds the accepted ones.
 */
export async function loadPredictions(
  session: SparkSession,
  log: SparkLog,
  options: LoadOptions,
): Promise<FeatureColumns> {
  const topKeys = options.joinKeys.filter((key) => !PREDICTION_KEYS.includes(key));
  const records = await recordsOf(
    session,
    'lines_predictions',
    log,
    [...PREDICTION_KEYS, ...topKeys],
    'PREDICTIONS_LOG',
  );
  const fields = `select value, file, block, record, blank, r, ${jsonText('r.timestamp')} as ts, ${textOf('timestamp')} as ts_text,
      ${jsonText('r.score')} as score, ${jsonText('r.label')} as label, ${textOf('label')} as label_text,
      ${jsonText('r.inference_ms')} as ms, ${jsonText('r.model_version')} as version,
      ${textOf('model_version')} as version_text, r.input as input_object, input_map,
      case when r.input is null or is_variant_null(r.input) then null
        when input_map is null then '[' else '{' end as input
      ${topKeys.map((key, i) => `, to_json(r.${identifier(key)}) as top${i}`).join('')}
    from (select *, try_cast(r.input as map<string, variant>) as input_map from (${records}))`;
  const judged = `select *, ${rejectCase('predictions')} as bad
    from (select *, ${TIME}, ${numberOf('score')} as score_n, ${numberOf('ms')} as ms_n from (${fields}))`;
  return guarded(log, 'PREDICTIONS_LOG', async () => {
    const features = await discoverKeys(session, judged, options.maximumFeatures);
    const { first, second, third } = featureColumns(features, options.textLimit);
    const joins = joinColumns(options.joinKeys, topKeys);
    await cache(
      session,
      'predictions',
      `select ${POSITION}, us, score, label, ms, version${joins.outer}${third} from (
        select *${second} from (
          select value, ${POSITION}, us, score_n + 0D as score, label_text as label, ms_n + 0D as ms, input_object,
            case when ${isString('version')} then version_text
              else coalesce(get_json_object(value, '$.model_version'), version) end as version${joins.inner}${first}
          from (${judged})))`,
      options.build,
    );
    return features;
  });
}

const REQUEST_KEYS = [
  'timestamp',
  'endpoint',
  'path',
  'method',
  'status_code',
  'response_ms',
  'response_time_ms',
];

/** Reads the requests once into `all_requests` and the view `requests (us, endpoint, method, status, ms)`. */
export async function loadRequests(
  session: SparkSession,
  log: SparkLog,
  options: LoadOptions,
): Promise<void> {
  const records = await recordsOf(session, 'lines_requests', log, REQUEST_KEYS, 'API_REQUESTS_LOG');
  const either = (first: string, second: string): string =>
    `coalesce(${jsonText(`r.${first}`)}, ${jsonText(`r.${second}`)})`;
  const fields = `select value, file, block, record, blank, r, ${jsonText('r.timestamp')} as ts, ${textOf('timestamp')} as ts_text,
      ${either('endpoint', 'path')} as endpoint,
      case when ${jsonText('r.endpoint')} is null then ${textOf('path')} else ${textOf('endpoint')} end as endpoint_text,
      ${jsonText('r.endpoint')} is null and ${jsonText('r.path')} is not null as by_path,
      ${jsonText('r.method')} as method, ${textOf('method')} as method_text, ${jsonText('r.status_code')} as status,
      ${either('response_ms', 'response_time_ms')} as ms
    from (${records})`;
  const judged = `select *, ${rejectCase('requests')} as bad
    from (select *, ${TIME}, ${numberOf('status')} as status_n, ${numberOf('ms')} as ms_n from (${fields}))`;
  await guarded(log, 'API_REQUESTS_LOG', () =>
    cache(
      session,
      'requests',
      `select ${POSITION}, us, by_path, substr(split_part(split_part(endpoint_text, '?', 1), '#', 1), 1, 200) as endpoint,
        upper(coalesce(method_text, '')) as method, cast(status_n as int) as status, ms_n + 0D as ms
      from (${judged})`,
      options.build,
    ),
  );
}

const POSITION = 'file, block, record, bad';

/**
 * Fills a table of Spark's cache. The cache is shared by all sessions and finds a table again by its query, so the
 * build's own name stands in the query: last report's cached rows can never answer tonight's.
 */
async function cache(session: SparkSession, source: string, query: string, build: string): Promise<void> {
  await session.cache(`all_${source}`, `select *, ${literal(build)} as build from (${query})`);
  await session.run(
    `create or replace temporary view ${source} as select * from all_${source} where bad = 0`,
  );
}

async function guarded<T>(log: SparkLog, variable: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw sourceError(error, variable, log.location);
  }
}
