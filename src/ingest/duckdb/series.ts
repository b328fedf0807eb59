import type { PredictionBucket, RequestBucket, RequestGroup, TimeRange, VersionGroup } from '../store.ts';
import type { Database } from './database.ts';
import { inRange, literal } from './sql.ts';

/** Start of a row's bucket, epoch milliseconds; buckets are aligned to the epoch. */
const bucketStart = (bucketMs: number): string =>
  `(us // ${Math.round(bucketMs * 1000)})::double * ${JSON.stringify(bucketMs)}::double`;

const quantile = (column: string, p: number): string => `quantile_cont(${column}, ${p}::double)`;

export async function predictionBuckets(
  db: Database,
  range: TimeRange,
  bucketMs: number,
  positiveLabel: string,
): Promise<PredictionBucket[]> {
  return db.rows<PredictionBucket>(`
    select ${bucketStart(bucketMs)} as start, count(*)::double as count,
      (count(*) filter (label = ${literal(positiveLabel)}))::double as engaged,
      ${quantile('score', 0.5)} as "scoreP50", ${quantile('score', 0.95)} as "scoreP95",
      ${quantile('ms', 0.5)} as "inferenceP50", ${quantile('ms', 0.95)} as "inferenceP95",
      ${quantile('ms', 0.99)} as "inferenceP99"
    from predictions where ${inRange(range)} group by 1 order by 1`);
}

export async function requestBuckets(
  db: Database,
  range: TimeRange,
  bucketMs: number,
): Promise<RequestBucket[]> {
  return db.rows<RequestBucket>(`
    select ${bucketStart(bucketMs)} as start, count(*)::double as count,
      (count(*) filter (status between 200 and 299))::double as success,
      (count(*) filter (status between 400 and 499))::double as "clientErrors",
      (count(*) filter (status >= 500))::double as "serverErrors",
      ${quantile('ms', 0.5)} as "responseP50", ${quantile('ms', 0.95)} as "responseP95"
    from requests where ${inRange(range)} group by 1 order by 1`);
}

/** Groups of endpoint, method and status; what lies beyond `limit` is summed in one group without a name. */
export async function requestGroups(db: Database, range: TimeRange, limit: number): Promise<RequestGroup[]> {
  return db.rows<RequestGroup>(`
    with ranked as (
      select endpoint, method, status, row_number() over (order by count(*) desc, endpoint, method, status) as rank
      from requests where ${inRange(range)} group by 1, 2, 3)
    select case when rank <= ${limit} then r.endpoint else '' end as endpoint,
      case when rank <= ${limit} then r.method else '' end as method,
      case when rank <= ${limit} then r.status::double else 0 end as "statusCode",
      count(*)::double as count, ${quantile('ms', 0.5)} as "responseP50", ${quantile('ms', 0.95)} as "responseP95"
    from requests r join ranked using (endpoint, method, status)
    where ${inRange(range)} group by 1, 2, 3 order by min(rank)`);
}

export async function versionGroups(
  db: Database,
  range: TimeRange,
  positiveLabel: string,
): Promise<VersionGroup[]> {
  return db.rows<VersionGroup>(`
    select coalesce(version, '') as version, count(*)::double as count,
      (count(*) filter (label = ${literal(positiveLabel)}))::double as engaged,
      min(us) / 1000.0::double as first, max(us) / 1000.0::double as last,
      ${quantile('score', 0.5)} as "scoreP50", ${quantile('ms', 0.5)} as "inferenceP50",
      ${quantile('ms', 0.95)} as "inferenceP95"
    from predictions where ${inRange(range)} group by 1 order by min(us), 1`);
}

export async function labelCounts(
  db: Database,
  range: TimeRange,
): Promise<{ readonly label: string; readonly count: number }[]> {
  return db.rows(`select label, count(*)::double as count from predictions where ${inRange(range)}
    group by 1 order by 2 desc, 1`);
}
