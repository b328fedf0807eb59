import type { Report } from '../report/schema/report.ts';
import { errorRateChart, requestsChart } from '../site/charts/health-charts.ts';
import { latencyHistogramChart, latencyOverTimeChart } from '../site/charts/latency-charts.ts';
import { engagementChart, scoreHistogramChart } from '../site/charts/score-charts.ts';
import { figureCards } from '../site/views/figures.ts';
import { formatCount, formatMs, formatNumber, formatP, formatTime } from '../wording/format.ts';
import { alertLook, STATUS_LOOK, type StatusLook, TRIGGER_LOOK } from '../wording/status.ts';
import { formatThreshold, formatWithUnit } from '../wording/units.ts';
import { html, htmlTable, type Markup } from './html.ts';
import { chartFigure } from './single-file-chart.ts';

/** A status as an icon and a word; colour repeats them. */
export const statusMark = ({ tone, word }: StatusLook): Markup =>
  html`<span class="status ${tone}">${ICONS[tone]} ${word}</span>`;

const ICONS = { green: '✓', yellow: '▲', red: '✕', unknown: '○' } as const;

const figureRows = (report: Report, section: string) =>
  figureCards(report, section).map(({ label, value, look, range, action, reason }) => [
    label,
    value,
    statusMark(look),
    range ?? '',
    action ?? reason ?? '',
  ]);

const FIGURE_HEAD = ['Figure', 'Value', 'Status', 'Healthy', 'What to do'];
const VALUE = new Set([1]);

export function healthSection(report: Report): Markup {
  const { health } = report;
  const { api } = health;
  const rows = [
    [
      'API',
      api.version ?? '',
      statusMark(STATUS_LOOK[api.status]),
      'answers 200',
      api.action ?? api.reason ?? '',
    ],
    ...figureRows(report, 'health'),
  ];
  const endpoints = health.endpoints.map((e) => [
    `${e.method} ${e.endpoint}`,
    formatCount(e.count),
    formatCount(e.clientErrors),
    formatCount(e.serverErrors),
    formatMs(e.responseP95),
  ]);
  return html`<h2 id="health">Health</h2>${htmlTable(FIGURE_HEAD, rows, VALUE)}${chartFigure(requestsChart(report))}${chartFigure(
    errorRateChart(report),
  )}<h3>Endpoints</h3>${htmlTable(['Endpoint', 'Requests', '4xx', '5xx', 'Response p95'], endpoints, new Set([1, 2, 3, 4]))}`;
}

export function scoresSection(report: Report): Markup {
  const { predictionDrift } = report;
  const rows = figureRows(report, 'scores');
  return html`<h2 id="scores">Scores</h2>${htmlTable(FIGURE_HEAD, rows, VALUE)}${chartFigure(
    scoreHistogramChart(report),
  )}${chartFigure(engagementChart(report))}<h3 id="prediction-drift">Drift of the scores</h3><p>${
    predictionDrift.reason ??
    `KS ${formatNumber(predictionDrift.statistic)}, p ${formatP(predictionDrift.p)}, against ${predictionDrift.referenceDescription}.`
  } ${predictionDrift.action}</p>`;
}

export function latencySection(report: Report): Markup {
  const { latency, benchmark } = report;
  const rows = figureRows(report, 'latency');
  return html`<h2 id="latency">Latency</h2>${htmlTable(FIGURE_HEAD, rows, VALUE)}<p>${
    latency.resembles.explanation
  }</p>${chartFigure(latencyHistogramChart(report))}${chartFigure(latencyOverTimeChart(report))}<h3 id="benchmark">ONNX benchmark</h3><p>${
    benchmark.reason ??
    `${benchmark.model ?? ''}${benchmark.demonstration ? ' (demonstration model)' : ''}: p50 ${formatMs(benchmark.p50)}, p95 ${formatMs(benchmark.p95)}, p99 ${formatMs(benchmark.p99)} over ${formatCount(benchmark.calls)} calls, loaded in ${formatMs(benchmark.loadMs)}.`
  }</p>`;
}

export function alertsSection({ alerts, retraining }: Report): Markup {
  const rows = alerts.map((alert) => [
    alert.title,
    statusMark(alertLook(alert)),
    alert.severity,
    alert.owner,
    alert.explanation,
  ]);
  const triggers = retraining.triggers.map((trigger) => [
    trigger.title,
    statusMark(TRIGGER_LOOK[trigger.status]),
    formatWithUnit(trigger.value, trigger.unit),
    formatThreshold(trigger.threshold, trigger.unit),
    trigger.explanation,
  ]);
  return html`<h2 id="alerts">Alerts</h2>${htmlTable(['Alert', 'Status', 'Severity', 'Owner', 'What was looked at'], rows)}<h2 id="retraining">Retraining</h2><p>${
    retraining.recommended ? 'Retraining is recommended.' : 'Retraining is not recommended.'
  }</p>${htmlTable(['Trigger', 'Status', 'Value', 'Threshold', 'Why'], triggers, new Set([2]))}`;
}

export function predictionsSection({ predictions }: Report): Markup {
  const rows = predictions.rows
    .slice(0, predictions.shown)
    .map((row) => [
      formatTime(row.time),
      formatNumber(row.score),
      row.label,
      formatMs(row.inferenceMs),
      row.modelVersion ?? '',
    ]);
  return html`<h2 id="predictions">Recent predictions</h2>${
    rows.length === 0
      ? html`<p>${predictions.reason ?? 'No predictions.'}</p>`
      : htmlTable(['Time', 'Score', 'Label', 'Inference', 'Model'], rows, new Set([1, 3]))
  }`;
}

export function inputsSection({ inputs, model, policy }: Report): Markup {
  const rows = (['predictions', 'requests', 'reference', 'outcomes'] as const).map((name) => [
    name,
    statusMark(STATUS_LOOK[inputs[name].status]),
    formatCount(inputs[name].rows),
    formatCount(inputs[name].rejected),
    inputs[name].reason ?? inputs[name].reasons.map((r) => `${r.code} (${formatCount(r.count)})`).join(', '),
  ]);
  const changed = policy.filter((entry) => entry.changed).map(({ key, value }) => [key, String(value)]);
  return html`<h2 id="inputs">Inputs</h2>${htmlTable(['Input', 'Status', 'Rows', 'Refused', 'Why'], rows, new Set([2, 3]))}<h3 id="model">Model</h3><p>${
    model.loggedVersion === null ? 'No version in the log.' : `Version ${model.loggedVersion} in the log.`
  } ${model.registry.reason ?? `${model.registry.name ?? ''} ${model.registry.version ?? ''} in the registry.`}</p>${
    changed.length === 0
      ? html`<p>Every threshold is the default.</p>`
      : html`<h3>Thresholds that differ from the default</h3>${htmlTable(['Key', 'Value'], changed)}`
  }`;
}
