/**
 * Migrates schema 1 to schema 2, in which the headline figures of reports and summaries are a map by figure id.
 * The ids and paths below are frozen: they belong to these two versions and do not follow later changes.
 */

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path; undefined where it is missing, which schema validation reports later. */
function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((node, key) => (isObject(node) ? node[key] : undefined), value);
}

/** Paths of complete figures in schema 1. */
const WHOLE = {
  'success-rate': 'health.successRate',
  'engagement-rate': 'scores.engagementRate',
  'score-p50': 'scores.p50',
  'score-p95': 'scores.p95',
  'latency-p50': 'latency.p50',
  'latency-p95': 'latency.p95',
  'latency-p99': 'latency.p99',
} as const;

const DRIFT_STATUS: Json = { drifted: 'yellow', stable: 'green' };
const SHOWN = { status: 'unknown', range: null, interval: null, action: null };
const reasonOf = (value: unknown, reason: unknown): unknown =>
  value === null ? (reason ?? 'Nothing is known.') : 'This figure is shown and not judged.';

/** Adds the map of figures to a report of schema 1. */
export function reportFrom1(report: Json): Json {
  const get = (path: string): unknown => at(report, path);
  const whole = Object.entries(WHOLE).map(([id, path]) => {
    const [value, status, range, n] = ['value', 'status', 'range', 'n'].map((key) => get(`${path}.${key}`));
    const [interval, reason, action] = ['interval', 'reason', 'action'].map((key) => get(`${path}.${key}`));
    return [id, { value, status, range, n, interval, reason, action }] as const;
  });
  const judged = (path: string, value: unknown, n: unknown, range: unknown, status: unknown) => ({
    ...{ value, status, range, n, interval: null },
    ...{ reason: get(`${path}.reason`), action: get(`${path}.action`) },
  });
  const shown = (value: unknown, n: unknown) => ({ value, n, ...SHOWN, reason: reasonOf(value, null) });
  const last24h = get('health.traffic.last24h');
  const actual = get('outcomes.actualRate.value') ?? null;
  const tested = get('drift.tested');
  const figures = {
    ...Object.fromEntries(whole),
    traffic: judged('health.traffic', last24h, last24h ?? 0, null, get('health.traffic.status')),
    predictions: shown(get('scores.count'), get('scores.count')),
    'drift-share': judged(
      'drift',
      get('drift.share'),
      tested,
      { min: 0, max: get('drift.redShare') },
      get('drift.status'),
    ),
    'features-drifted': shown(get('drift.drifted'), tested),
    'features-tested': shown(tested, tested),
    'prediction-drift-p': judged(
      'predictionDrift',
      get('predictionDrift.p'),
      get('predictionDrift.nProduction'),
      { min: get('predictionDrift.alpha'), max: 1 },
      DRIFT_STATUS[String(get('predictionDrift.status'))] ?? 'unknown',
    ),
    'actual-rate': {
      ...{ value: actual, n: get('outcomes.n'), ...SHOWN },
      ...{ interval: get('outcomes.actualRate.interval') ?? null },
      reason: reasonOf(actual, get('outcomes.reason')),
    },
  };
  return { ...report, schemaVersion: 2, figures };
}

/** Field names of the figures in a schema 1 summary. */
const SUMMARY_FIELDS = {
  'success-rate': 'successRate',
  traffic: 'last24h',
  predictions: 'predictions',
  'engagement-rate': 'engagementRate',
  'score-p50': 'scoreP50',
  'score-p95': 'scoreP95',
  'latency-p50': 'latencyP50',
  'latency-p95': 'latencyP95',
  'latency-p99': 'latencyP99',
  'drift-share': 'driftShare',
  'features-drifted': 'drifted',
  'features-tested': 'tested',
  'prediction-drift-p': 'predictionDriftP',
} as const;

/** Converts a schema 1 summary to schema 2; any other value is returned unchanged. */
export function summaryFrom1(value: unknown): unknown {
  if (!isObject(value) || 'figures' in value) return value;
  const moved = new Set<string>(['driftStatus', ...Object.values(SUMMARY_FIELDS)]);
  const kept = Object.entries(value).filter(([key]) => !moved.has(key));
  const figures = Object.entries(SUMMARY_FIELDS).map(([id, field]) => [id, value[field]]);
  return { ...Object.fromEntries(kept), figures: Object.fromEntries(figures) };
}
