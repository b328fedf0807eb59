import type { Report } from '../../report/schema/report.ts';
import { formatMs, formatNumber, formatPercent, formatTime, plural } from '../../wording/format.ts';

export function latencyHistogramCaption(report: Report): string {
  const { p50, p95, p99, count, histogram } = report.latency;
  const cut = histogram.below + histogram.above;
  const rest = cut === 0 ? '' : ` ${plural(cut, 'call')} lie outside the axis.`;
  const verdict =
    p95.value === null || p95.value <= p95.target
      ? `within the target of ${formatMs(p95.target)}`
      : `${formatNumber(p95.value / p95.target, 2)} times the target of ${formatMs(p95.target)}`;
  return `Half of ${plural(count, 'call')} took less than ${formatMs(p50.value)}; p95 is ${formatMs(p95.value)}, ${verdict}; p99 is ${formatMs(p99.value)}.${rest}`;
}

export function latencyOverTimeCaption(report: Report): string {
  const { series, p95 } = report.latency;
  const worst = series.points.toSorted((a, b) => (b.p95 ?? 0) - (a.p95 ?? 0))[0];
  const over = series.points.filter((p) => p95.alertAbove !== null && (p.p95 ?? 0) > p95.alertAbove).length;
  const peak =
    worst === undefined || worst.p95 === null
      ? ''
      : ` p95 was highest, ${formatMs(worst.p95)}, in the interval from ${formatTime(worst.start)}.`;
  if (p95.alertAbove === null) return peak.trim();
  if (over === 0) return `p95 stayed below the alert’s ${formatMs(p95.alertAbove)} in every interval.${peak}`;
  return `p95 lay above the alert’s ${formatMs(p95.alertAbove)} in ${formatPercent(over / series.points.length)} of the intervals.${peak}`;
}

export function responseCaption(report: Report): string {
  const { p50, p95, count } = report.latency.response;
  return `Over ${plural(count, 'request')} the API answered in ${formatMs(p50)} at the median and ${formatMs(p95)} at p95, network and validation included.`;
}

export function benchmarkCaption(report: Report): string {
  const { batches } = report.benchmark;
  const single = batches[0];
  const best = batches.toSorted((a, b) => a.perRowMs - b.perRowMs)[0];
  if (single === undefined || best === undefined || best.size === single.size)
    return 'Batches do not make a row cheaper on this machine.';
  return `In batches of ${best.size} a row costs ${formatMs(best.perRowMs)}, ${formatNumber(single.perRowMs / best.perRowMs, 2)} times less than alone.`;
}
