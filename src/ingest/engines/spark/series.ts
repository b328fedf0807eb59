import type {
  LabelCount,
  PredictionBucket,
  RequestBucket,
  RequestGroup,
  TimeRange,
  VersionGroup,
} from '../../store.ts';
import type { Leads } from './leads.ts';
import type { SparkSession } from './spark-session.ts';
import { bucket, double, inRange, literal, milliseconds } from './sql.ts';

/** Start of a row's bucket, epoch milliseconds; buckets are aligned to the epoch. */
const bucketStart = (bucketMs: number): string => `double(${bucket(bucketMs)}) * ${double(bucketMs)}`;

const quantile = (column: string, p: number): string => `percentile(${column}, ${double(p)})`;
const countOf = (condition: string): string => `double(count(*) filter (where ${condition}))`;

export function predictionBuckets(
  session: SparkSession,
  range: TimeRange,
  bucketMs: number,
  positiveLabel: string,
  leads: Leads,
): Promise<PredictionBucket[]> {
  return session.rows<PredictionBucket>(
    `select ${bucketStart(bucketMs)}, double(count(*)), ${countOf(leads.newestIn(range))},
      ${countOf(`label = ${literal(positiveLabel)} and ${leads.newestIn(range)}`)},
      ${countOf(`label = ${literal(positiveLabel)}`)}, ${quantile('score', 0.5)}, ${quantile('score', 0.95)},
      ${quantile('latency_ms', 0.5)}, ${quantile('latency_ms', 0.95)}, ${quantile('latency_ms', 0.99)}
    from predictions where ${inRange(range)} group by 1 order by 1`,
    [
      'start',
      'count',
      'leads',
      'engagedLeads',
      'engaged',
      'scoreP50',
      'scoreP95',
      'inferenceP50',
      'inferenceP95',
      'inferenceP99',
    ],
  );
}

export function requestBuckets(
  session: SparkSession,
  range: TimeRange,
  bucketMs: number,
): Promise<RequestBucket[]> {
  return session.rows<RequestBucket>(
    `select ${bucketStart(bucketMs)}, double(count(*)), ${countOf('status between 200 and 299')},
      ${countOf('status between 400 and 499')}, ${countOf('status >= 500')}, ${countOf('scanner')},
      ${quantile('latency_ms', 0.5)}, ${quantile('latency_ms', 0.95)}
    from marked_requests where ${inRange(range)} group by 1 order by 1`,
    ['start', 'count', 'success', 'clientErrors', 'serverErrors', 'scanners', 'responseP50', 'responseP95'],
  );
}

/** Groups of endpoint, method and status; what lies beyond `limit` is summed in one group without a name. */
export function requestGroups(
  session: SparkSession,
  range: TimeRange,
  limit: number,
): Promise<RequestGroup[]> {
  return session.rows<RequestGroup>(
    `with ranked as (
      select endpoint, method, status, row_number() over (order by n desc, endpoint, method, status) as place
      from (select endpoint, method, status, count(*) as n from requests where ${inRange(range)} group by 1, 2, 3))
    select case when place <= ${limit} then r.endpoint else '' end as endpoint,
      case when place <= ${limit} then r.method else '' end as method,
      case when place <= ${limit} then r.status else 0 end as status,
      double(count(*)), ${quantile('latency_ms', 0.5)}, ${quantile('latency_ms', 0.95)}
    from requests r join ranked using (endpoint, method, status)
    where ${inRange(range)} group by 1, 2, 3 order by min(place)`,
    ['endpoint', 'method', 'statusCode', 'count', 'responseP50', 'responseP95'],
  );
}

export function versionGroups(
  session: SparkSession,
  range: TimeRange,
  positiveLabel: string,
  leads: Leads,
): Promise<VersionGroup[]> {
  return session.rows<VersionGroup>(
    `select coalesce(version, '') as version, double(count(*)), ${countOf(leads.newestIn(range))}, ${countOf(`label = ${literal(positiveLabel)}`)},
      ${milliseconds('min(time_us)')}, ${milliseconds('max(time_us)')},
      ${quantile('score', 0.5)}, ${quantile('latency_ms', 0.5)}, ${quantile('latency_ms', 0.95)}
    from predictions where ${inRange(range)} group by 1 order by min(time_us), 1`,
    ['version', 'count', 'leads', 'engaged', 'first', 'last', 'scoreP50', 'inferenceP50', 'inferenceP95'],
  );
}

export function labelCounts(session: SparkSession, range: TimeRange, leads: Leads): Promise<LabelCount[]> {
  return session.rows<LabelCount>(
    `select label, double(count(*)) as n, ${countOf(leads.newestIn(range))}
    from predictions where ${inRange(range)} group by 1 order by 2 desc, 1`,
    ['label', 'count', 'leads'],
  );
}
