import type { Report } from '../../report/schema/report.ts';
import { formatMs } from '../../wording/format.ts';
import {
  benchmarkCaption,
  latencyHistogramCaption,
  latencyOverTimeCaption,
  responseCaption,
} from '../captions/latency.ts';
import { episodeSpans } from './episodes.ts';
import { shares } from './shares.ts';
import { type ChartSpec, NO_OVERLAYS } from './spec.ts';
import { pick, timeAxis, withGaps } from './time-series.ts';
import { versionMarks } from './version-marks.ts';

/** Inference times on a logarithmic axis. */
export function latencyHistogramChart(report: Report): ChartSpec | null {
  const { histogram, count, p95 } = report.latency;
  if (count === 0 || histogram.production.length === 0) return null;
  return {
    id: 'inference-distribution',
    title: 'Distribution of inference time',
    caption: latencyHistogramCaption(report),
    x: { label: 'Inference', format: 'ms', scale: 'log', values: histogram.edges, binned: true },
    y: { label: 'Share of predictions', format: 'percent', scale: 'linear', min: 0 },
    series: [
      { label: 'Production', tone: 'production', shape: 'step', values: shares(histogram.production) },
    ],
    ...NO_OVERLAYS,
    marks: [
      { at: p95.target, label: `p95 target ${formatMs(p95.target)}` },
      ...(p95.alertAbove === null
        ? []
        : [{ at: p95.alertAbove, label: `alert ${formatMs(p95.alertAbove)}` }]),
    ],
  };
}

/** Percentiles of the inference time over time, with the alert's threshold and its episodes. */
export function latencyOverTimeChart(report: Report): ChartSpec | null {
  const { series, p95 } = report.latency;
  if (series.points.length === 0) return null;
  const buckets = withGaps(series.points, series.bucketMs);
  return {
    id: 'inference-percentiles',
    title: 'Inference time over time',
    caption: latencyOverTimeCaption(report),
    x: timeAxis(buckets.starts, series.bucketMs),
    y: { label: 'Inference', format: 'ms', scale: 'log' },
    series: [
      { label: 'p99', tone: 'third', shape: 'line', values: pick(buckets, (p) => p.p99) },
      { label: 'p95', tone: 'second', shape: 'line', values: pick(buckets, (p) => p.p95) },
      { label: 'Median', tone: 'production', shape: 'line', values: pick(buckets, (p) => p.p50) },
    ],
    ...NO_OVERLAYS,
    lines: [
      { at: p95.target, label: `p95 target ${formatMs(p95.target)}`, tone: 'good' },
      ...(p95.alertAbove === null
        ? []
        : [{ at: p95.alertAbove, label: `p95 alert ${formatMs(p95.alertAbove)}`, tone: 'bad' as const }]),
    ],
    spans: episodeSpans(report, ['slow-inference']),
    marks: versionMarks(report),
  };
}

/** The API's own response time, from the requests log. */
export function responseChart(report: Report): ChartSpec | null {
  const { points, bucketMs } = report.health.series;
  const timed = points.filter((point) => point.responseP95 !== null);
  if (timed.length === 0) return null;
  const buckets = withGaps(timed, bucketMs);
  return {
    id: 'response-p95',
    title: 'Response time over time',
    caption: responseCaption(report),
    x: timeAxis(buckets.starts, bucketMs),
    y: { label: 'Response', format: 'ms', scale: 'linear', min: 0 },
    series: [
      { label: 'p95', tone: 'production', shape: 'line', values: pick(buckets, (p) => p.responseP95) },
    ],
    ...NO_OVERLAYS,
  };
}

/** Time per row by batch size. */
export function benchmarkChart(report: Report): ChartSpec | null {
  const { batches } = report.benchmark;
  if (batches.length < 2) return null;
  return {
    id: 'benchmark-batches',
    title: 'Benchmark: time a row by batch size',
    caption: benchmarkCaption(report),
    x: {
      label: 'Batch size',
      format: 'count',
      scale: 'log',
      values: batches.map((b) => b.size),
      binned: false,
    },
    y: { label: 'Time a row', format: 'ms', scale: 'log' },
    series: [
      { label: 'Time a row', tone: 'production', shape: 'dots', values: batches.map((b) => b.perRowMs) },
    ],
    ...NO_OVERLAYS,
  };
}
