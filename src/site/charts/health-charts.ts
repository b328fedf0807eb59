import type { Report } from '../../report/schema/report.ts';
import { formatPercent } from '../../wording/format.ts';
import { errorRateCaption, requestsCaption } from '../captions/health.ts';
import { episodeSpans } from './episodes.ts';
import { type ChartSpec, NO_OVERLAYS } from './spec.ts';
import { pick, timeAxis, withGaps } from './time-series.ts';

/** Requests per bucket by status class. */
export function requestsChart(report: Report): ChartSpec | null {
  const { points, bucketMs } = report.health.series;
  if (points.length === 0) return null;
  const buckets = withGaps(points, bucketMs);
  return {
    id: 'requests',
    title: 'Requests over time',
    caption: requestsCaption(report),
    x: timeAxis(buckets.starts, bucketMs),
    y: { label: 'Requests', format: 'count', scale: 'linear', min: 0 },
    series: [
      { label: '2xx', tone: 'production', shape: 'bar', values: pick(buckets, (p) => p.success) },
      { label: '4xx', tone: 'warn', shape: 'bar', values: pick(buckets, (p) => p.clientErrors) },
      { label: '5xx', tone: 'bad', shape: 'bar', values: pick(buckets, (p) => p.serverErrors) },
    ],
    ...NO_OVERLAYS,
    spans: episodeSpans(report, ['api-down', 'high-error-rate']),
  };
}

/** Share of responses other than 2xx, with limits of 1 − those of the success rate. */
export function errorRateChart(report: Report): ChartSpec | null {
  const { points, bucketMs } = report.health.series;
  if (points.length === 0) return null;
  const buckets = withGaps(points, bucketMs);
  const { green, yellow } = report.health.successRate;
  return {
    id: 'error-rate',
    title: 'Error rate over time',
    caption: errorRateCaption(report),
    x: timeAxis(buckets.starts, bucketMs),
    y: { label: 'Errors', format: 'percent', scale: 'linear', min: 0 },
    series: [
      {
        label: 'Error rate',
        tone: 'production',
        shape: 'line',
        values: pick(buckets, (p) => (p.count === 0 ? null : (p.count - p.success) / p.count)),
      },
    ],
    ...NO_OVERLAYS,
    bands: [{ from: 0, to: 1 - green, label: `healthy, up to ${formatPercent(1 - green)}` }],
    lines: [{ at: 1 - yellow, label: `critical above ${formatPercent(1 - yellow)}`, tone: 'bad' }],
    spans: episodeSpans(report, ['api-down', 'high-error-rate']),
  };
}
