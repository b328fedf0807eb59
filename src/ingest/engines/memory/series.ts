import { byCodeUnit } from '../../ordering.ts';
import { isFailed, isHealthCheck } from '../../rules/episode-events.ts';
import { sweepEpisodes } from '../../rules/window-sweep.ts';
import type {
  EpisodeResult,
  EpisodeRule,
  HistogramCounts,
  LabelCount,
  PredictionBucket,
  RequestBucket,
  RequestGroup,
  TimeRange,
  VersionGroup,
} from '../../store.ts';
import { inRange, type MemoryPrediction, type MemoryRequest, type MemoryRows } from './rows.ts';

/** Type-7 quantiles in the order of the probabilities; null of no value. */
export function quantiles(values: readonly (number | null)[], ...probabilities: readonly number[]) {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  return probabilities.map((p) => {
    const position = p * (sorted.length - 1);
    const low = sorted[Math.floor(position)];
    if (low === undefined) return null;
    const high = sorted[Math.ceil(position)] ?? low;
    return low + (high - low) * (position - Math.floor(position));
  });
}

const inferenceOf = (rows: readonly MemoryPrediction[]) => rows.map(({ inferenceMs }) => inferenceMs);
const responseOf = (rows: readonly MemoryRequest[]) => rows.map(({ responseMs }) => responseMs);
const scoresOf = (rows: readonly MemoryPrediction[]) => rows.map(({ score }) => score);
const countWhere = <Row>(rows: readonly Row[], holds: (row: Row) => boolean): number =>
  rows.filter(holds).length;

/** Rows by bucket of time, aligned to the epoch, oldest first. */
export function bucketsOf<Row extends { readonly time: number }>(
  rows: readonly Row[],
  bucketMs: number,
): { readonly start: number; readonly rows: readonly Row[] }[] {
  const groups = Map.groupBy(rows, ({ time }) => Math.floor(time / bucketMs));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([index, own]) => ({ start: index * bucketMs, rows: own }));
}

export const predictionBuckets = (
  predictions: readonly MemoryPrediction[],
  newest: readonly MemoryPrediction[],
  bucketMs: number,
  positiveLabel: string,
): PredictionBucket[] => {
  const isEngaged = ({ label }: MemoryPrediction): boolean => label === positiveLabel;
  const leads = new Map(bucketsOf(newest, bucketMs).map((bucket) => [bucket.start, bucket.rows]));
  return bucketsOf(predictions, bucketMs).map(({ start, rows }) => {
    const [scoreP50 = null, scoreP95 = null] = quantiles(scoresOf(rows), 0.5, 0.95);
    const [inferenceP50 = null, inferenceP95 = null, inferenceP99 = null] = quantiles(
      inferenceOf(rows),
      0.5,
      0.95,
      0.99,
    );
    const own = leads.get(start) ?? [];
    const counts = {
      count: rows.length,
      engaged: countWhere(rows, isEngaged),
      leads: own.length,
      engagedLeads: countWhere(own, isEngaged),
    };
    return { start, ...counts, scoreP50, scoreP95, inferenceP50, inferenceP95, inferenceP99 };
  });
};

export const requestBuckets = (
  requests: readonly MemoryRequest[],
  bucketMs: number,
  scanners: ReadonlySet<string>,
): RequestBucket[] =>
  bucketsOf(requests, bucketMs).map(({ start, rows }) => ({
    start,
    count: rows.length,
    success: countWhere(rows, ({ statusCode }) => !isFailed(statusCode)),
    clientErrors: countWhere(rows, ({ statusCode }) => statusCode >= 400 && statusCode <= 499),
    serverErrors: countWhere(rows, ({ statusCode }) => statusCode >= 500),
    scanners: countWhere(rows, ({ endpoint }) => scanners.has(endpoint)),
    ...responseQuantiles(rows),
  }));

function responseQuantiles(rows: readonly MemoryRequest[]) {
  const [responseP50 = null, responseP95 = null] = quantiles(responseOf(rows), 0.5, 0.95);
  return { responseP50, responseP95 };
}

/** Groups of endpoint, method and status; what lies beyond `limit` is summed in one group without a name. */
export function requestGroups(requests: readonly MemoryRequest[], limit: number): RequestGroup[] {
  const groups = Map.groupBy(requests, ({ endpoint, method, statusCode }) =>
    JSON.stringify([endpoint, method, statusCode]),
  );
  const sorted = [...groups.values()]
    .flatMap((rows) => {
      const [first] = rows;
      return first === undefined ? [] : [{ first, rows }];
    })
    .sort(
      (a, b) =>
        b.rows.length - a.rows.length ||
        byCodeUnit(a.first.endpoint, b.first.endpoint) ||
        byCodeUnit(a.first.method, b.first.method) ||
        a.first.statusCode - b.first.statusCode,
    );
  const shown = sorted.slice(0, limit).map(({ first: { endpoint, method, statusCode }, rows }) => ({
    endpoint,
    method,
    statusCode,
    count: rows.length,
    ...responseQuantiles(rows),
  }));
  const rest = sorted.slice(limit).flatMap(({ rows }) => rows);
  if (rest.length === 0) return shown;
  return [
    ...shown,
    { endpoint: '', method: '', statusCode: 0, count: rest.length, ...responseQuantiles(rest) },
  ];
}

export function versionGroups(
  predictions: readonly MemoryPrediction[],
  newest: readonly MemoryPrediction[],
  positiveLabel: string,
): VersionGroup[] {
  const versionOf = ({ modelVersion }: MemoryPrediction): string => modelVersion ?? '';
  const groups = Map.groupBy(predictions, versionOf);
  const leads = Map.groupBy(newest, versionOf);
  return [...groups]
    .map(([version, rows]) => {
      const [scoreP50 = null] = quantiles(scoresOf(rows), 0.5);
      const [inferenceP50 = null, inferenceP95 = null] = quantiles(inferenceOf(rows), 0.5, 0.95);
      return {
        version,
        count: rows.length,
        leads: leads.get(version)?.length ?? 0,
        engaged: countWhere(rows, ({ label }) => label === positiveLabel),
        first: rows.reduce((least, { time }) => Math.min(least, time), Infinity),
        last: rows.reduce((most, { time }) => Math.max(most, time), -Infinity),
        scoreP50: scoreP50 ?? 0,
        inferenceP50,
        inferenceP95,
      };
    })
    .sort((a, b) => a.first - b.first || byCodeUnit(a.version, b.version));
}

export function labelCounts(
  predictions: readonly MemoryPrediction[],
  newest: readonly MemoryPrediction[],
): LabelCount[] {
  const groups = Map.groupBy(predictions, ({ label }) => label);
  const leads = Map.groupBy(newest, ({ label }) => label);
  return [...groups]
    .map(([label, rows]) => ({ label, count: rows.length, leads: leads.get(label)?.length ?? 0 }))
    .sort((a, b) => b.count - a.count || byCodeUnit(a.label, b.label));
}

/** Counts between ascending edges; the last bin is closed on the right. Values outside are counted apart. */
export function histogram(values: readonly number[], edges: readonly number[]): HistogramCounts {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  const lastEdge = edges.at(-1);
  if (counts.length === 0 || lastEdge === undefined) return { counts, below: 0, above: 0 };
  let below = 0;
  let above = 0;
  for (const value of values) {
    const position = value === lastEdge ? counts.length : edges.filter((edge) => edge <= value).length;
    if (position < 1) below++;
    else if (position > counts.length) above++;
    else counts[position - 1] = (counts[position - 1] ?? 0) + 1;
  }
  return { counts, below, above };
}

/** Episodes of a rule; events before the range, as far as a window may reach, are context. */
export function ruleEpisodes(
  rows: MemoryRows,
  rule: EpisodeRule,
  range: TimeRange,
  scanners: ReadonlySet<string>,
): EpisodeResult {
  const withContext = { start: range.start - rule.maximumMs, end: range.end };
  const events = eventsOf(rows, rule, withContext, scanners).sort(
    (a, b) => a.time - b.time || a.value - b.value,
  );
  const times = Float64Array.from(events, ({ time }) => time);
  const values = Float64Array.from(events, ({ value }) => value);
  return sweepEpisodes(rule, times, values, range.start);
}

function eventsOf(
  { predictions, requests }: MemoryRows,
  rule: EpisodeRule,
  range: TimeRange,
  scanners: ReadonlySet<string>,
) {
  if (rule.kind === 'inference-p95') {
    return inRange(predictions, range).flatMap(({ time, inferenceMs }) =>
      inferenceMs === null ? [] : [{ time, value: inferenceMs }],
    );
  }
  return inRange(requests, range)
    .filter((request) =>
      rule.kind === 'error-share' ? !scanners.has(request.endpoint) : isHealthCheck(request, rule.healthPath),
    )
    .map(({ time, statusCode }) => ({ time, value: isFailed(statusCode) ? 1 : 0 }));
}
