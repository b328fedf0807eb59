import { MONITOR } from '../command-names.ts';
import { type InferenceRules, judgeInference } from '../figures/inference-time.ts';
import type { Quantiles } from '../ingest/store.ts';
import type { Observations } from '../report/observations.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { significant } from '../wording/sentence-numbers.ts';
import { bucketFor, DAY_MS, isoTime } from '../wording/time.ts';
import { currentVersion, versionPercentile } from './current-version.ts';
import { emptyReason } from './scores.ts';
import type { MetricsContext } from './window.ts';
import { worstStatus } from './worst-status.ts';

type Latency = Report['latency'];
type Percentile = 'p50' | 'p95' | 'p99';

const PROBABILITIES = [0.5, 0.95, 0.99];
const MAX_BINS = 24;

export const REMEDIES = [
  `Check that the ONNX model is served and not the joblib fallback; convert it with \`${MONITOR} optimize-model\`.`,
  `Profile the API with \`${MONITOR} profile-api\`: pandas preprocessing inside the measured time often outweighs the model.`,
  'Where the model itself is slow, retrain it with fewer or shallower trees, or give the API more processor time.',
] as const;

/** Latency section: inference time compared with the targets of ONNX and of the joblib fallback. (Guide 2.3) */
export async function latencySection(
  context: MetricsContext,
  benchmark: Observations['benchmark'],
): Promise<Latency> {
  const { store, policy, window, now } = context;
  const range = window.predictions;
  const bucketMs = bucketFor(range.end - range.start);
  const scope = await currentVersion(context);
  const own = scope.range;
  const [quantiles, lastDay, timed, ends, responses, series, quality, requests] = await Promise.all([
    store.quantiles('inferenceMs', own, PROBABILITIES),
    store.quantiles('inferenceMs', { start: Math.max(own.start, now - DAY_MS), end: now }, PROBABILITIES),
    store.quantiles('inferenceMs', range, PROBABILITIES),
    store.quantiles('inferenceMs', range, [0, 0.01, 1]),
    store.quantiles('responseMs', window.requests, PROBABILITIES),
    store.predictionSeries(range, bucketMs),
    store.quality('predictions'),
    store.quality('requests'),
  ]);
  const none = emptyReason(timed.n, quality.present);
  const reason =
    none === null || !quality.present ? none : 'No prediction in the window carries inference_ms.';
  const figures = percentileFigures({ quantiles, lastDay, reason, note: scope.note }, policy);
  const edges = logEdges(ends.values);
  const histogram =
    edges.length < 2
      ? { counts: [], below: 0, above: 0 }
      : await store.histogram('inferenceMs', range, edges);
  return {
    status: worstStatus([figures.p50.status, figures.p95.status, figures.p99.status]),
    count: timed.n,
    ...figures,
    resembles: resembles(quantiles, policy, benchmark),
    remedies:
      worstStatus([figures.p50.status, figures.p95.status, figures.p99.status]) === 'green'
        ? []
        : [...REMEDIES],
    response: responseFigures(responses, requests.present),
    histogram: {
      edges,
      production: [...histogram.counts],
      below: histogram.below,
      above: histogram.above,
    },
    series: {
      bucketMs,
      points: series.map((bucket) => ({
        start: isoTime(bucket.start),
        count: bucket.count,
        p50: bucket.inferenceP50,
        p95: bucket.inferenceP95,
        p99: bucket.inferenceP99,
      })),
    },
    reason,
  };
}

/** Percentiles of the version in use, and what is said of them. */
interface Measurements {
  readonly quantiles: Quantiles;
  readonly lastDay: Quantiles;
  readonly reason: string | null;
  readonly note: string | null;
}

function percentileFigures(
  { quantiles, lastDay, reason, note }: Measurements,
  policy: Policy,
): Pick<Latency, Percentile> {
  const { threshold, action } = policy.alerts['slow-inference'];
  const judge = (index: number, rules: InferenceRules): Latency['p50'] => {
    const of = (found: Quantiles) =>
      judgeInference(versionPercentile(found, index, { reason, note, policy }), rules, action);
    const { value, n, status } = of(lastDay);
    return { ...of(quantiles), now: { value, n, status } };
  };
  const { figures } = policy;
  return {
    p50: judge(0, { ...figures['latency-p50'], alertAbove: null }),
    p95: judge(1, { ...figures['latency-p95'], alertAbove: threshold }),
    p99: judge(2, figures['latency-p99']),
  };
}

/** Runtime that the log's latencies suggest: the first whose three targets are met. */
export function resembles(
  { n, values }: Quantiles,
  policy: Policy,
  benchmark: Observations['benchmark'],
): Latency['resembles'] {
  if (n === 0) return { runtime: 'unknown', explanation: 'No latency is logged.' };
  const [p50 = 0, p95 = 0, p99 = 0] = values;
  const { figures } = policy;
  const meets = (which: 'target' | 'fallbackTarget'): boolean =>
    p50 <= figures['latency-p50'][which] &&
    p95 <= figures['latency-p95'][which] &&
    p99 <= figures['latency-p99'][which];
  const measured = `p50 ${significant(p50)} ms, p95 ${significant(p95)} ms, p99 ${significant(p99)} ms`;
  const beside = besideBenchmark(p50, benchmark);
  if (meets('target')) {
    return { runtime: 'onnx', explanation: `${measured}: within the targets of the ONNX model.${beside}` };
  }
  if (meets('fallbackTarget')) {
    const explanation = `${measured}: beyond the ONNX targets and within those of the joblib fallback, so the fallback is probably in use.${beside}`;
    return { runtime: 'joblib', explanation };
  }
  const explanation = `${measured}: slower than ONNX and than the joblib fallback, so more than the model is being timed (preprocessing, a busy machine) or the machine is too small.${beside}`;
  return { runtime: 'neither', explanation };
}

function besideBenchmark(p50: number, benchmark: Observations['benchmark']): string {
  if (benchmark.status !== 'ok' || benchmark.p50 <= 0) return '';
  const model = benchmark.demonstration ? 'demonstration model (not yours)' : 'model';
  return ` The benchmark of the ${model} takes ${significant(benchmark.p50)} ms at the median; the log’s is ${significant(p50 / benchmark.p50, 2)} times that.`;
}

function responseFigures(responses: Quantiles, present: boolean): Latency['response'] {
  const [p50 = null, p95 = null, p99 = null] = responses.values;
  const absent = present ? 'No request in the window carries a response time.' : 'There is no requests log.';
  return { count: responses.n, p50, p95, p99, reason: responses.n === 0 ? absent : null };
}

/** Cap on the axis, so that no edge overflows to infinity; larger values are counted in `above`. */
const MAX_AXIS_MS = 1e21;

/**
 * Log-spaced edges around [smallest, largest], as fine as 24 bins allow. Zero cannot be on a log axis and is counted
 * in `below`.
 */
function logEdges([smallest, first, last]: readonly number[]): number[] {
  if (smallest === undefined || first === undefined || last === undefined || last <= 0) return [];
  const largest = Math.min(last, MAX_AXIS_MS);
  const lowest = Math.min(largest, Math.max(smallest > 0 ? smallest : first, largest * 1e-9, 1e-6));
  for (const steps of [40, 20, 10, 5, 2, 1]) {
    const from = Math.floor(Math.log10(lowest) * steps);
    const to = Math.max(from + 1, Math.floor(Math.log10(largest) * steps) + 1);
    if (to - from > MAX_BINS) continue;
    return Array.from({ length: to - from + 1 }, (_, i) =>
      Number((10 ** ((from + i) / steps)).toPrecision(3)),
    );
  }
  return [];
}
