import type {
  LabelCount,
  PredictionBucket,
  RequestBucket,
  RequestGroup,
  TimeRange,
  VersionGroup,
} from '../../store.ts';
import type { Database } from './database.ts';
import type { Leads } from './leads.ts';
import { inRange, literal } from './sql.ts';

/** Start of a row's bucket, epoch milliseconds; buckets are aligned to the epoch. */
const bucketStart = (bucketMs: number): string =>
  `(time_us // ${Math.round(bucketMs * 1000)})::double * ${JSON.stringify(bucketMs)}::double`;

/** Null where there is no value. */
type QuantileList = readonly number[] | null;

/** Several quantiles of one column, from one sorting of it. */
const quantiles = (column: string, ...p: readonly number[]): string =>
  `quantile_cont(${column}, [${p.join(', ')}]::double[])`;

export async function predictionBuckets(
  db: Database,
  range: TimeRange,
  bucketMs: number,
  positiveLabel: string,
  leads: Leads,
): Promise<PredictionBucket[]> {
  const rows = await db.rows<
    Pick<PredictionBucket, 'start' | 'count' | 'leads' | 'engagedLeads' | 'engaged'> & {
      scores: QuantileList;
      latencies: QuantileList;
    }
  >(`
    select ${bucketStart(bucketMs)} as start, count(*)::double as count,
      (count(*) filter (label = ${literal(positiveLabel)}))::double as engaged, ${leads.countIn(range)} as leads,
      (count(*) filter (label = ${literal(positiveLabel)} and ${leads.newestIn(range)}))::double as "engagedLeads",
      ${quantiles('score', 0.5, 0.95)} as scores, ${quantiles('latency_ms', 0.5, 0.95, 0.99)} as latencies
    from predictions where ${inRange(range)} group by 1 order by 1`);
  return rows.map(({ scores, latencies, ...bucket }) => ({
    ...bucket,
    scoreP50: scores?.[0] ?? null,
    scoreP95: scores?.[1] ?? null,
    inferenceP50: latencies?.[0] ?? null,
    inferenceP95: latencies?.[1] ?? null,
    inferenceP99: latencies?.[2] ?? null,
  }));
}

export async function requestBuckets(
  db: Database,
  range: TimeRange,
  bucketMs: number,
): Promise<RequestBucket[]> {
  const rows = await db.rows<
    Omit<RequestBucket, 'responseP50' | 'responseP95'> & { latencies: QuantileList }
  >(`
    select ${bucketStart(bucketMs)} as start, count(*)::double as count,
      (count(*) filter (status between 200 and 299))::double as success,
      (count(*) filter (status between 400 and 499))::double as "clientErrors",
      (count(*) filter (status >= 500))::double as "serverErrors",
      (count(*) filter (scanner))::double as scanners, ${quantiles('latency_ms', 0.5, 0.95)} as latencies
    from marked_requests where ${inRange(range)} group by 1 order by 1`);
  return rows.map(withResponse);
}

/** Groups of endpoint, method and status; what lies beyond `limit` is summed in one group without a name. */
export async function requestGroups(db: Database, range: TimeRange, limit: number): Promise<RequestGroup[]> {
  const all = `select endpoint, method, status::double as "statusCode", count(*)::double as count,
      ${quantiles('latency_ms', 0.5, 0.95)} as latencies
    from requests where ${inRange(range)} group by all order by count desc, endpoint, method, "statusCode"`;
  const rows = await db.rows<Grouped>(`${all} limit ${limit + 1}`);
  if (rows.length <= limit) return rows.map(withResponse);
  const rest = await db.rows<Grouped>(`
    with shown as (${all} limit ${limit})
    select '' as endpoint, '' as method, 0::double as "statusCode", count(*)::double as count,
      ${quantiles('latency_ms', 0.5, 0.95)} as latencies
    from requests r anti join shown s
      on r.endpoint = s.endpoint and r.method = s.method and r.status = s."statusCode"
    where ${inRange(range)}`);
  return [...rows.slice(0, limit), ...rest].map(withResponse);
}

type Grouped = Omit<RequestGroup, 'responseP50' | 'responseP95'> & { readonly latencies: QuantileList };

function withResponse<Row extends { readonly latencies: QuantileList }>({ latencies, ...row }: Row) {
  return { ...row, responseP50: latencies?.[0] ?? null, responseP95: latencies?.[1] ?? null };
}

export async function versionGroups(
  db: Database,
  range: TimeRange,
  positiveLabel: string,
  leads: Leads,
): Promise<VersionGroup[]> {
  const rows = await db.rows<
    Pick<VersionGroup, 'version' | 'count' | 'leads' | 'engaged' | 'first' | 'last' | 'scoreP50'> & {
      latencies: QuantileList;
    }
  >(`
    select coalesce(version, '') as version, count(*)::double as count, ${leads.countIn(range)} as leads,
      (count(*) filter (label = ${literal(positiveLabel)}))::double as engaged,
      min(time_us) / 1000.0::double as first, max(time_us) / 1000.0::double as last,
      quantile_cont(score, 0.5::double) as "scoreP50", ${quantiles('latency_ms', 0.5, 0.95)} as latencies
    from predictions where ${inRange(range)} group by 1 order by min(time_us), 1`);
  return rows.map(({ latencies, ...row }) => ({
    ...row,
    inferenceP50: latencies?.[0] ?? null,
    inferenceP95: latencies?.[1] ?? null,
  }));
}

export async function labelCounts(db: Database, range: TimeRange, leads: Leads): Promise<LabelCount[]> {
  return db.rows(`select label, count(*)::double as count, ${leads.countIn(range)} as leads from predictions where ${inRange(range)}
    group by 1 order by 2 desc, 1`);
}
