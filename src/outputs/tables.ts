import type { FigureDefinition } from '../figures/definition.ts';
import { allFigures } from '../figures/registry.ts';
import type { Report } from '../report/schema/report.ts';
import type { SiteData } from '../report/site-data.ts';
import type { RunSummary } from '../report/summary.ts';
import { silenceOfAlert } from '../wording/decisions.ts';
import { type CsvCell, csvTable } from './csv.ts';
import type { OutputFile } from './output-file.ts';

/** Writes every table of the current report, and the history of headline figures, as CSV under `csv/`. */
export function tableFiles({ current, runs }: Pick<SiteData, 'current' | 'runs'>): readonly OutputFile[] {
  return [
    table('figures', FIGURES, figureRows(current)),
    table('features', FEATURES, current.drift.features),
    table('attribution', ATTRIBUTION, current.attribution?.rows ?? []),
    table(
      'score-by-value',
      SCORE_BY_VALUE,
      (current.attribution?.values ?? []).flatMap(({ feature, points }) =>
        points.map((point) => ({ feature, point })),
      ),
    ),
    table(
      'segments',
      SEGMENTS,
      (current.segments?.features ?? []).flatMap(({ feature, segments }) =>
        segments.map((segment) => ({ feature, segment })),
      ),
    ),
    table('weakest-segments', WEAKEST, current.segments?.weakest ?? []),
    table('alerts', alertColumns(current), current.alerts),
    table(
      'alert-episodes',
      EPISODES,
      current.alerts.flatMap(({ id, episodes }) => episodes.map((episode) => ({ id, ...episode }))),
    ),
    table('retraining', TRIGGERS, current.retraining.triggers),
    table('endpoints', ENDPOINTS, current.health.endpoints),
    table('status-codes', STATUS_CODES, current.health.statusCodes),
    table('versions', VERSIONS, current.scores.versions),
    table('version-pairs', VERSION_PAIRS, current.modelVersions ?? []),
    table('predictions', PREDICTIONS, current.predictions.rows),
    table('policy', POLICY, current.policy),
    table('reports', reportColumns(current), runs),
  ];
}

type Columns<Row> = Readonly<Record<string, (row: Row) => CsvCell>>;

function table<Row>(name: string, columns: Columns<Row>, rows: readonly Row[]): OutputFile {
  const cells = rows.map((row) => Object.values(columns).map((column) => column(row)));
  return { path: `csv/${name}.csv`, content: csvTable(Object.keys(columns), cells) };
}

const FEATURES: Columns<Report['drift']['features'][number]> = {
  name: (f) => f.name,
  type: (f) => f.type,
  test: (f) => f.test,
  status: (f) => f.status,
  in_share: (f) => f.inShare,
  statistic: (f) => f.statistic,
  p: (f) => f.p,
  p_adjusted: (f) => f.pAdjusted,
  threshold: (f) => f.threshold,
  effect_name: (f) => f.effect?.name ?? null,
  effect: (f) => f.effect?.value ?? null,
  effect_size: (f) => f.effect?.word ?? null,
  n_reference: (f) => f.nReference,
  n_production: (f) => f.nProduction,
  missing_reference: (f) => f.missingReference,
  missing_production: (f) => f.missingProduction,
  since_report: (f) => f.since?.report ?? null,
  since_reports: (f) => f.since?.reports ?? null,
  since_days: (f) => f.since?.days ?? null,
  reason: (f) => f.reason,
  cause: (f) => f.playbook.cause,
  action: (f) => f.playbook.action,
};

type Attribution = NonNullable<Report['attribution']>;

const ATTRIBUTION: Columns<Attribution['rows'][number]> = {
  feature: (r) => r.feature,
  with: (r) => r.with.join(' '),
  contribution: (r) => r.contribution,
  interval_low: (r) => r.interval[0],
  interval_high: (r) => r.interval[1],
};

const SCORE_BY_VALUE: Columns<{
  feature: string;
  point: Attribution['values'][number]['points'][number];
}> = {
  feature: (v) => v.feature,
  value: (v) => v.point.name,
  from: (v) => v.point.range?.[0] ?? null,
  to: (v) => v.point.range?.[1] ?? null,
  n_reference: (v) => v.point.reference?.n ?? null,
  mean_score_reference: (v) => v.point.reference?.mean ?? null,
  n_production: (v) => v.point.production?.n ?? null,
  mean_score_production: (v) => v.point.production?.mean ?? null,
};

type Segments = NonNullable<Report['segments']>;

const SEGMENTS: Columns<{
  feature: string;
  segment: Segments['features'][number]['segments'][number];
}> = {
  feature: (s) => s.feature,
  value: (s) => s.segment.value,
  leads: (s) => s.segment.leads,
  share: (s) => s.segment.share,
  reference_share: (s) => s.segment.referenceShare,
  mean_score: (s) => s.segment.meanScore,
  score_shift: (s) => s.segment.scoreShift,
  labelled: (s) => s.segment.labelled,
  predicted: (s) => s.segment.predicted,
  actual: (s) => s.segment.actual,
  roc_auc: (s) => s.segment.rocAuc,
  precision_top: (s) => s.segment.precisionTop,
  threshold: (s) => s.segment.threshold,
};

const WEAKEST: Columns<Segments['weakest'][number]> = {
  where: (w) => w.where.map(({ feature, value }) => `${feature} = ${value}`).join(' and '),
  leads: (w) => w.n,
  figure: (w) => w.figure,
  predicted: (w) => w.predicted,
  realised: (w) => w.realised,
  expected: (w) => w.expected,
  gap: (w) => w.gap,
  p: (w) => w.p,
};

const VERSION_PAIRS: Columns<NonNullable<Report['modelVersions']>[number]> = {
  first: (p) => p.first.version,
  second: (p) => p.second.version,
  shadow: (p) => p.second.shadow,
  design: (p) => p.design,
  leads: (p) => p.leads,
  labelled: (p) => p.labelled,
  confidence: (p) => p.confidence,
  top: (p) => p.k,
  precision_first: (p) => p.precision?.first ?? null,
  precision_second: (p) => p.precision?.second ?? null,
  precision_difference_low: (p) => p.precision?.interval[0] ?? null,
  precision_difference_high: (p) => p.precision?.interval[1] ?? null,
  roc_auc_first: (p) => p.rocAuc?.first ?? null,
  roc_auc_second: (p) => p.rocAuc?.second ?? null,
  roc_auc_difference_low: (p) => p.rocAuc?.interval[0] ?? null,
  roc_auc_difference_high: (p) => p.rocAuc?.interval[1] ?? null,
  outcomes_needed: (p) => p.needed,
  recommended: (p) => p.recommended,
  reason: (p) => p.reason,
};

const alertColumns = (report: Report): Columns<Report['alerts'][number]> => ({
  id: (a) => a.id,
  title: (a) => a.title,
  severity: (a) => a.severity,
  owner: (a) => a.owner,
  status: (a) => a.status,
  value: (a) => a.value,
  threshold: (a) => a.threshold,
  unit: (a) => a.unit,
  since_report: (a) => a.since?.report ?? null,
  since_reports: (a) => a.since?.reports ?? null,
  since_days: (a) => a.since?.days ?? null,
  silenced_until: (a) => silenceOfAlert(report, a)?.until ?? null,
  action: (a) => a.action,
});

const EPISODES: Columns<{ id: string; start: string; end: string; peak: number; count: number }> = {
  alert: (e) => e.id,
  start: (e) => e.start,
  end: (e) => e.end,
  peak: (e) => e.peak,
  count: (e) => e.count,
};

const TRIGGERS: Columns<Report['retraining']['triggers'][number]> = {
  id: (t) => t.id,
  title: (t) => t.title,
  status: (t) => t.status,
  value: (t) => t.value,
  threshold: (t) => t.threshold,
  unit: (t) => t.unit,
  source: (t) => t.source,
};

const ENDPOINTS: Columns<Report['health']['endpoints'][number]> = {
  endpoint: (e) => e.endpoint,
  method: (e) => e.method,
  count: (e) => e.count,
  success: (e) => e.success,
  client_errors: (e) => e.clientErrors,
  server_errors: (e) => e.serverErrors,
  response_p50_ms: (e) => e.responseP50,
  response_p95_ms: (e) => e.responseP95,
};

const STATUS_CODES: Columns<Report['health']['statusCodes'][number]> = {
  code: (s) => s.code,
  count: (s) => s.count,
};

const VERSIONS: Columns<Report['scores']['versions'][number]> = {
  version: (v) => v.version,
  count: (v) => v.count,
  engaged: (v) => v.engaged,
  first: (v) => v.first,
  last: (v) => v.last,
  score_p50: (v) => v.scoreP50,
  inference_p50_ms: (v) => v.inferenceP50,
  inference_p95_ms: (v) => v.inferenceP95,
};

const PREDICTIONS: Columns<Report['predictions']['rows'][number]> = {
  time: (p) => p.time,
  score: (p) => p.score,
  label: (p) => p.label,
  inference_ms: (p) => p.inferenceMs,
  model_version: (p) => p.modelVersion,
};

const POLICY: Columns<Report['policy'][number]> = {
  key: (p) => p.key,
  value: (p) => p.value,
  changed: (p) => p.changed,
};

type FigureRow = readonly [string, Report['figures'][string], FigureDefinition | undefined];

function figureRows(report: Report): FigureRow[] {
  const definitions = new Map(allFigures(report).map((figure) => [figure.id, figure]));
  return Object.entries(report.figures).map(([id, figure]) => [id, figure, definitions.get(id)]);
}

/** One row per figure of the current report, with its range and action. */
const FIGURES: Columns<FigureRow> = {
  id: ([id]) => id,
  label: ([, , definition]) => definition?.label ?? null,
  unit: ([, , definition]) => definition?.unit ?? null,
  value: ([, f]) => f.value,
  status: ([, f]) => f.status,
  healthy_min: ([, f]) => f.range?.min ?? null,
  healthy_max: ([, f]) => f.range?.max ?? null,
  n: ([, f]) => f.n,
  interval_low: ([, f]) => f.interval?.[0] ?? null,
  interval_high: ([, f]) => f.interval?.[1] ?? null,
  since_report: ([, f]) => f.since?.report ?? null,
  since_reports: ([, f]) => f.since?.reports ?? null,
  since_days: ([, f]) => f.since?.days ?? null,
  last_24h: ([, f]) => f.now?.value ?? null,
  last_24h_n: ([, f]) => f.now?.n ?? null,
  last_24h_status: ([, f]) => f.now?.status ?? null,
  reason: ([, f]) => f.reason,
  action: ([, f]) => f.action,
};

const reportColumns = (report: Report): Columns<RunSummary> => ({
  id: (n) => n.id,
  generated_at: (n) => n.generatedAt,
  status: (n) => n.status,
  model_version: (n) => n.modelVersion,
  api_status: (n) => n.apiStatus,
  ...Object.fromEntries(
    allFigures(report).map(({ id, csv }) => [csv, (n: RunSummary): CsvCell => n.figures[id] ?? null]),
  ),
  retraining_recommended: (n) => n.retrainingRecommended,
  firing: (n) => n.firing.join(' '),
});
