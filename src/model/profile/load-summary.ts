import { quantileSorted } from 'simple-statistics';
import type { LoadResult, RequestSample } from './load-generator.ts';

export interface LatencySummary {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/** Requests with a latency in (previous bound, upTo], in milliseconds. */
export interface HistogramBar {
  readonly upToMs: number;
  readonly count: number;
}

export interface LoadSummary {
  readonly requests: number;
  readonly answered: number;
  /** Answers with a 2xx status. */
  readonly successes: number;
  readonly elapsedMs: number;
  /** Answers a second over the whole run. */
  readonly throughput: number;
  readonly interrupted: boolean;
  /** From when a request was due to its response: the wait of a caller who keeps the rate. Null without responses. */
  readonly latency: LatencySummary | null;
  /** From when a request was sent to its response: the server's own time. */
  readonly serviceTime: LatencySummary | null;
  /** True where a rate was given, so that `latency` is free of coordinated omission. */
  readonly corrected: boolean;
  /** Kinds of error (`HTTP 422`, `timeout`, …) with their counts. */
  readonly errors: readonly { readonly kind: string; readonly count: number }[];
  readonly histogram: readonly HistogramBar[];
}

function summarise(values: readonly number[]): LatencySummary | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    p50: quantileSorted(sorted, 0.5),
    p90: quantileSorted(sorted, 0.9),
    p95: quantileSorted(sorted, 0.95),
    p99: quantileSorted(sorted, 0.99),
    max: sorted.at(-1) as number,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
}

/** Histogram with bounds 1, 2, 5, 10, 20, 50 … from the smallest to the largest value. */
function histogramOf(values: readonly number[]): HistogramBar[] {
  if (values.length === 0) return [];
  const largest = Math.max(...values);
  const smallest = Math.min(...values);
  const bounds: number[] = [];
  for (let decade = 0.001; bounds.length === 0 || (bounds.at(-1) as number) < largest; decade *= 10) {
    for (const step of [1, 2, 5]) bounds.push(Number((decade * step).toPrecision(1)));
  }
  const first = Math.max(
    0,
    bounds.findIndex((bound) => bound >= smallest),
  );
  const last = bounds.findIndex((bound) => bound >= largest);
  return bounds.slice(first, last + 1).map((upToMs, i) => {
    const above = first + i === 0 ? Number.NEGATIVE_INFINITY : (bounds[first + i - 1] as number);
    return { upToMs, count: values.filter((v) => v <= upToMs && (i === 0 || v > above)).length };
  });
}

const errorKind = ({ outcome }: RequestSample): string | null => {
  if (outcome.kind === 'failed') return outcome.reason;
  return outcome.statusCode >= 200 && outcome.statusCode < 300 ? null : `HTTP ${outcome.statusCode}`;
};

/** Percentiles, throughput and errors of a load test. Only answered requests have a latency. */
export function summariseLoad(result: LoadResult, rate: number | null): LoadSummary {
  const answered = result.samples.filter((sample) => sample.outcome.kind === 'answered');
  const latencies = answered.map(({ doneMs, dueMs }) => doneMs - dueMs);
  const kinds = new Map<string, number>();
  for (const sample of result.samples) {
    const kind = errorKind(sample);
    if (kind !== null) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return {
    requests: result.samples.length,
    answered: answered.length,
    successes: result.samples.filter((sample) => errorKind(sample) === null).length,
    elapsedMs: result.elapsedMs,
    throughput: result.elapsedMs > 0 ? (1000 * answered.length) / result.elapsedMs : 0,
    interrupted: result.interrupted,
    latency: summarise(latencies),
    serviceTime: summarise(answered.map(({ doneMs, sentMs }) => doneMs - sentMs)),
    corrected: rate !== null,
    errors: [...kinds].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count),
    histogram: histogramOf(latencies),
  };
}
