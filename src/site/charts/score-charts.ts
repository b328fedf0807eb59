import { labelOf } from '../../figures/registry.ts';
import type { Report } from '../../report/schema/report.ts';
import { formatPercent, formatPlain } from '../../wording/format.ts';
import {
  calibrationCaption,
  engagementCaption,
  labelledCaption,
  scoreHistogramCaption,
  scoresOverTimeCaption,
} from '../captions/scores.ts';
import { shares } from './shares.ts';
import { type ChartSpec, NO_OVERLAYS, type Series } from './spec.ts';
import { pick, timeAxis, withGaps } from './time-series.ts';
import { versionMarks } from './version-marks.ts';

/** Scores of production against those of the reference, as shares of each side's rows. */
export function scoreHistogramChart(report: Report): ChartSpec | null {
  const { histogram, count, labelThreshold } = report.scores;
  if (count === 0 || histogram.production.length === 0) return null;
  const reference: Series[] =
    histogram.reference === null
      ? []
      : [{ label: 'Reference', tone: 'reference', shape: 'step', values: shares(histogram.reference) }];
  return {
    id: 'score-distribution',
    title: 'Distribution of scores',
    caption: scoreHistogramCaption(report),
    x: { label: 'Score', format: 'number', scale: 'linear', values: histogram.edges, binned: true },
    y: { label: 'Share of predictions', format: 'percent', scale: 'linear', min: 0 },
    series: [
      { label: 'Production', tone: 'production', shape: 'step', values: shares(histogram.production) },
      ...reference,
    ],
    ...NO_OVERLAYS,
    marks: [{ at: labelThreshold, label: `engaged above ${formatPlain(labelThreshold)}` }],
  };
}

/** Predicted engagement over time in its healthy range. */
export function engagementChart(report: Report): ChartSpec | null {
  const { series, engagementRate } = report.scores;
  if (series.points.length === 0) return null;
  const buckets = withGaps(series.points, series.bucketMs);
  return {
    id: 'engagement-rate',
    title: `${labelOf('engagement-rate')} over time`,
    caption: engagementCaption(report),
    x: timeAxis(buckets.starts, series.bucketMs),
    y: { label: 'Engaged', format: 'percent', scale: 'linear', min: 0 },
    series: [
      {
        label: labelOf('engagement-rate'),
        tone: 'production',
        shape: 'line',
        values: pick(buckets, (p) => (p.count === 0 || p.engaged === null ? null : p.engaged / p.count)),
      },
    ],
    ...NO_OVERLAYS,
    bands: healthy(engagementRate.range, (v) => formatPercent(v)),
    marks: versionMarks(report),
  };
}

/** Median and 95th percentile of the score over time. */
export function scorePercentilesChart(report: Report): ChartSpec | null {
  const { series, p50, p95 } = report.scores;
  if (series.points.length === 0) return null;
  const buckets = withGaps(series.points, series.bucketMs);
  return {
    id: 'score-percentiles',
    title: 'Score percentiles over time',
    caption: scoresOverTimeCaption(report),
    x: timeAxis(buckets.starts, series.bucketMs),
    y: { label: 'Score', format: 'number', scale: 'linear', min: 0, max: 1 },
    series: [
      { label: 'p95', tone: 'second', shape: 'line', values: pick(buckets, (p) => p.p95) },
      { label: 'Median', tone: 'production', shape: 'line', values: pick(buckets, (p) => p.p50) },
    ],
    ...NO_OVERLAYS,
    bands: [
      ...healthy(p50.range, formatPlain, 'median healthy').map((band) => ({
        ...band,
        tone: 'production' as const,
      })),
      ...healthy(p95.range, formatPlain, 'p95 healthy').map((band) => ({ ...band, tone: 'second' as const })),
    ],
    marks: versionMarks(report),
  };
}

/** Calibration: actual against predicted engagement; calibrated scores are on the diagonal. */
export function calibrationChart(report: Report): ChartSpec | null {
  const points = report.performance?.calibration ?? [];
  if (points.length < 2) return null;
  return {
    id: 'calibration',
    title: 'Calibration',
    caption: calibrationCaption(report),
    x: {
      label: 'Predicted',
      format: 'percent',
      scale: 'linear',
      values: points.map((p) => p.predicted),
      binned: false,
      min: 0,
      max: 1,
    },
    y: { label: 'Engaged', format: 'percent', scale: 'linear', min: 0, max: 1 },
    square: 'Perfect calibration',
    series: [
      { label: 'Actual rate', tone: 'production', shape: 'dots', values: points.map((p) => p.actual) },
    ],
    ...NO_OVERLAYS,
    segments: points.map((p) => ({ at: p.predicted, from: p.interval[0], to: p.interval[1], label: '' })),
  };
}

/** Which leads have an outcome: the share of mature ones, by tenths of the score. */
export function labelledChart(report: Report): ChartSpec | null {
  const groups = report.performance?.labelledByScore ?? [];
  if (groups.length < 2) return null;
  return {
    id: 'labelled-by-score',
    title: 'Leads with an outcome, by score',
    caption: labelledCaption(report),
    x: {
      label: 'Score from',
      format: 'number',
      scale: 'linear',
      values: groups.map(({ from }) => from),
      binned: false,
      min: 0,
      max: 1,
    },
    y: { label: 'With an outcome', format: 'percent', scale: 'linear', min: 0, max: 1 },
    series: [
      {
        label: 'Share of mature leads',
        tone: 'production',
        shape: 'dots',
        values: groups.map(({ n, labelled }) => (labelled === null ? null : labelled / n)),
      },
    ],
    ...NO_OVERLAYS,
  };
}

const healthy = (
  range: { min: number; max: number } | null,
  format: (value: number) => string,
  word = 'healthy',
): ChartSpec['bands'] =>
  range === null
    ? []
    : [{ from: range.min, to: range.max, label: `${word} ${format(range.min)}–${format(range.max)}` }];
