import type { Figure, Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import {
  formatCount,
  formatInterval,
  formatMs,
  formatNumber,
  formatP,
  formatPercent,
  formatPercentAgainst,
  formatPlain,
  plural,
} from '../../wording/format.ts';
import { DRIFT_LOOK, STATUS_LOOK, type StatusLook } from '../../wording/status.ts';

/** One judged number as it is shown: value, look, range in words, what it rests on, what to do. */
export interface FigureView {
  readonly id: string;
  readonly label: string;
  /** Anchor of its definition on the method page. */
  readonly term: string;
  readonly section: string;
  readonly value: string;
  readonly look: StatusLook;
  readonly range: string | null;
  /** The range in few words, where there is little room. */
  readonly shortRange?: string;
  /** Number of rows and interval, in words. */
  readonly basis: string | null;
  readonly reason: string | null;
  readonly action: string | null;
  readonly spark: SparkSource | null;
}

/** What a sparkline shows: one value a report, and the healthy range. */
export interface SparkSource {
  /** The figure as a number, for the mark on its range. */
  readonly now: number | null;
  readonly value: (run: RunSummary) => number | null;
  readonly min: number | null;
  readonly max: number | null;
}

const statusLook = (status: Status): StatusLook => STATUS_LOOK[status];

const basis = (
  figure: Pick<Figure, 'n' | 'interval'>,
  unit: string,
  format: (v: number) => string,
): string => {
  const interval = formatInterval(figure.interval, format);
  return interval === null ? plural(figure.n, unit) : `${plural(figure.n, unit)}; 95 % interval ${interval}`;
};

export function successRateFigure(report: Report): FigureView {
  const rate = report.health.successRate;
  return {
    id: 'success-rate',
    label: 'Success rate',
    term: 'success-rate',
    section: 'health',
    value: formatPercentAgainst(rate.value, [rate.green, rate.yellow]),
    look: statusLook(rate.status),
    range: `healthy from ${formatPercent(rate.green, 0)}`,
    basis: rate.value === null ? null : basis(rate, 'request', formatPercent),
    reason: rate.reason,
    action: rate.action,
    spark: { now: rate.value, value: (run) => run.successRate, min: rate.green, max: null },
  };
}

export function trafficFigure(report: Report): FigureView {
  const { traffic } = report.health;
  return {
    id: 'traffic',
    label: 'Predictions, 24 h',
    term: 'traffic',
    section: 'health',
    value: formatCount(traffic.last24h),
    look: statusLook(traffic.status),
    range: 'healthy above 0',
    basis:
      traffic.inWindow === null
        ? null
        : `${formatCount(traffic.inWindow)} in the window, ${formatCount(traffic.total)} in the log`,
    reason: traffic.reason,
    action: traffic.action,
    spark: { now: traffic.last24h, value: (run) => run.last24h, min: null, max: null },
  };
}

const rangeWords = (range: Figure['range'], format: (v: number) => string): string | null =>
  range === null ? null : `healthy ${format(range.min)} to ${format(range.max)}`;

export function engagementFigure(report: Report): FigureView {
  const figure = report.scores.engagementRate;
  const range = figure.range;
  return {
    id: 'engagement-rate',
    label: 'Engagement rate',
    term: 'engagement-rate',
    section: 'scores',
    value: formatPercentAgainst(figure.value, range === null ? [] : [range.min, range.max]),
    look: statusLook(figure.status),
    range: rangeWords(range, (v) => formatPercent(v, 0)),
    basis: figure.value === null ? null : basis(figure, 'prediction', formatPercent),
    reason: figure.reason,
    action: figure.action,
    spark: {
      now: figure.value,
      value: (run) => run.engagementRate,
      min: range?.min ?? null,
      max: range?.max ?? null,
    },
  };
}

export function scoreFigure(report: Report, level: 'p50' | 'p95'): FigureView {
  const figure = report.scores[level];
  return {
    id: `score-${level}`,
    label: level === 'p50' ? 'Median score' : 'Score p95',
    term: 'score-percentiles',
    section: 'scores',
    value: formatNumber(figure.value),
    look: statusLook(figure.status),
    range: rangeWords(figure.range, formatPlain),
    basis: figure.value === null ? null : basis(figure, 'prediction', formatNumber),
    reason: figure.reason,
    action: figure.action,
    spark: {
      now: figure.value,
      value: (run) => (level === 'p50' ? run.scoreP50 : run.scoreP95),
      min: figure.range?.min ?? null,
      max: figure.range?.max ?? null,
    },
  };
}

export function latencyFigure(report: Report, level: 'p50' | 'p95' | 'p99'): FigureView {
  const figure = report.latency[level];
  const alert = figure.alertAbove === null ? '' : `, alert above ${formatMs(figure.alertAbove)}`;
  return {
    id: `latency-${level}`,
    label: level === 'p50' ? 'Inference median' : `Inference ${level}`,
    term: 'inference-time',
    section: 'latency',
    value: formatMs(figure.value),
    look: statusLook(figure.status),
    shortRange: `target ${formatMs(figure.target)}`,
    range: `ONNX target ${formatMs(figure.target)}, joblib ${formatMs(figure.fallbackTarget)}${alert}`,
    basis: figure.value === null ? null : basis(figure, 'prediction', formatMs),
    reason: figure.reason,
    action: figure.action,
    spark: { now: figure.value, value: LATENCY_OF[level], min: 0, max: figure.target },
  };
}

const LATENCY_OF = {
  p50: (run: RunSummary) => run.latencyP50,
  p95: (run: RunSummary) => run.latencyP95,
  p99: (run: RunSummary) => run.latencyP99,
} as const;

export function driftFigure(report: Report): FigureView {
  const { drift } = report;
  const adjusted =
    drift.drifted === 0 ? '' : `; ${drift.driftedAdjusted} after adjustment for ${drift.tested} tests`;
  return {
    id: 'drift-share',
    label: 'Features drifted',
    term: 'drift-share',
    section: 'drift',
    value: drift.share === null ? formatPercent(null) : `${drift.drifted} of ${drift.tested}`,
    look: statusLook(drift.status),
    range: `healthy below ${formatPercent(drift.redShare, 0)}`,
    basis: drift.share === null ? null : `${formatPercent(drift.share, 0)} of the tested features${adjusted}`,
    reason: drift.reason,
    action: drift.action,
    spark: { now: drift.share, value: (run) => run.driftShare, min: 0, max: drift.redShare },
  };
}

export function predictionDriftFigure(report: Report): FigureView {
  const drift = report.predictionDrift;
  const look = DRIFT_LOOK[drift.status];
  return {
    id: 'prediction-drift-p',
    label: 'Prediction drift, p',
    term: 'prediction-drift',
    section: 'prediction-drift',
    value: formatP(drift.p),
    look: drift.status === 'drifted' ? { tone: 'yellow', word: look.word } : look,
    range: `drift below ${formatPlain(drift.alpha)}, alert below ${formatPlain(drift.alertBelow)}`,
    basis:
      drift.p === null
        ? null
        : `${formatCount(drift.nProduction)} scores against ${formatCount(drift.nReference)}`,
    reason: drift.reason,
    action: drift.action,
    spark: { now: drift.p, value: (run) => run.predictionDriftP, min: drift.alpha, max: 1 },
  };
}

export const healthFigures = (report: Report): FigureView[] => [
  successRateFigure(report),
  trafficFigure(report),
];
export const scoreFigures = (report: Report): FigureView[] => [
  engagementFigure(report),
  scoreFigure(report, 'p50'),
  scoreFigure(report, 'p95'),
];
export const latencyFigures = (report: Report): FigureView[] => [
  latencyFigure(report, 'p50'),
  latencyFigure(report, 'p95'),
  latencyFigure(report, 'p99'),
];
/** The five figures of the overview. */
export const headlineFigures = (report: Report): FigureView[] => [
  successRateFigure(report),
  trafficFigure(report),
  engagementFigure(report),
  latencyFigure(report, 'p95'),
  driftFigure(report),
];
