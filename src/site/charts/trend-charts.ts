import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { formatMs, formatPercent, formatPlain } from '../../wording/format.ts';
import { trendCaption } from '../captions/trends.ts';
import type { TrendRun } from '../views/trend-series.ts';
import { type ChartSpec, NO_OVERLAYS, type NumberFormat, type Series } from './spec.ts';
import { timeAxis, withGaps } from './time-series.ts';

interface TrendWish {
  readonly id: string;
  readonly title: string;
  readonly format: NumberFormat;
  readonly scale?: 'linear' | 'log';
  readonly min?: number;
  readonly series: readonly {
    readonly label: string;
    readonly tone: Series['tone'];
    readonly value: (run: RunSummary) => number | null;
  }[];
  readonly bands?: ChartSpec['bands'];
  readonly lines?: ChartSpec['lines'];
}

/**
 * The headline figures over the reports, one chart each, with today's ranges.
 * @param reports oldest first, a report a day or a median a week or month (see `trendRuns`).
 */
export function trendCharts(runs: readonly TrendRun[], stepMs: number, report: Report): ChartSpec[] {
  return wishes(report)
    .map((wish) => chart(wish, runs, stepMs))
    .filter((spec) => spec.series.some((series) => series.values.some((value) => value !== null)));
}

function chart(wish: TrendWish, runs: readonly TrendRun[], stepMs: number): ChartSpec {
  const buckets = withGaps(runs, stepMs);
  const series = wish.series.map((one) => ({
    label: one.label,
    tone: one.tone,
    shape: 'line' as const,
    values: buckets.points.map((point) => (point === null ? null : point.value(one.value))),
  }));
  const main = series.at(-1);
  return {
    id: `trend-${wish.id}`,
    title: wish.title,
    caption: trendCaption(wish.title, main?.values ?? [], wish.format),
    x: timeAxis(buckets.starts, stepMs, 'Report'),
    y: {
      label: wish.title,
      format: wish.format,
      scale: wish.scale ?? 'linear',
      ...(wish.min === undefined ? {} : { min: wish.min }),
    },
    series,
    ...NO_OVERLAYS,
    bands: wish.bands ?? [],
    lines: wish.lines ?? [],
    marks: versionChanges(runs),
  };
}

function wishes(report: Report): TrendWish[] {
  const { successRate } = report.health;
  const { engagementRate } = report.scores;
  const { p95 } = report.latency;
  const { drift, predictionDrift } = report;
  return [
    {
      id: 'success-rate',
      title: 'Success rate',
      format: 'percent',
      series: [{ label: 'Success rate', tone: 'production', value: (n) => n.successRate }],
      bands: [
        { from: successRate.green, to: 1, label: `healthy from ${formatPercent(successRate.green, 0)}` },
      ],
    },
    {
      id: 'predictions',
      title: 'Predictions, last 24 h',
      format: 'count',
      min: 0,
      series: [{ label: 'Predictions', tone: 'production', value: (n) => n.last24h }],
    },
    {
      id: 'drift-share',
      title: 'Share of features drifted',
      format: 'percent',
      min: 0,
      series: [{ label: 'Drift share', tone: 'production', value: (n) => n.driftShare }],
      bands: [{ from: 0, to: drift.redShare, label: `healthy below ${formatPercent(drift.redShare, 0)}` }],
    },
    {
      id: 'prediction-drift',
      title: 'Prediction drift, p',
      format: 'p',
      scale: 'log',
      series: [{ label: 'p', tone: 'production', value: (n) => n.predictionDriftP }],
      lines: [
        {
          at: predictionDrift.alertBelow,
          label: `alert below ${formatPlain(predictionDrift.alertBelow)}`,
          tone: 'bad',
        },
      ],
    },
    {
      id: 'engagement-rate',
      title: 'Engagement rate',
      format: 'percent',
      min: 0,
      series: [{ label: 'Engagement rate', tone: 'production', value: (n) => n.engagementRate }],
      bands:
        engagementRate.range === null
          ? []
          : [
              {
                from: engagementRate.range.min,
                to: engagementRate.range.max,
                label: `healthy ${formatPercent(engagementRate.range.min, 0)}–${formatPercent(engagementRate.range.max, 0)}`,
              },
            ],
    },
    {
      id: 'scores',
      title: 'Score percentiles',
      format: 'number',
      min: 0,
      series: [
        { label: 'p95', tone: 'second', value: (n) => n.scoreP95 },
        { label: 'Median', tone: 'production', value: (n) => n.scoreP50 },
      ],
    },
    {
      id: 'latency',
      title: 'Inference time',
      format: 'ms',
      scale: 'log',
      series: [
        { label: 'p99', tone: 'third', value: (n) => n.latencyP99 },
        { label: 'Median', tone: 'production', value: (n) => n.latencyP50 },
        { label: 'p95', tone: 'second', value: (n) => n.latencyP95 },
      ],
      lines: [{ at: p95.target, label: `p95 target ${formatMs(p95.target)}`, tone: 'good' }],
    },
  ];
}

/** Reports on which another model version answered than the report before. */
function versionChanges(runs: readonly TrendRun[]): ChartSpec['marks'] {
  let known: string | null = null;
  return runs.flatMap((run) => {
    const before = known;
    known = run.modelVersion ?? known;
    if (before === null || run.modelVersion === null || before === run.modelVersion) return [];
    return [{ at: Date.parse(run.start), label: `model ${run.modelVersion}` }];
  });
}
