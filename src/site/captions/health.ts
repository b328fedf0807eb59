import type { Report } from '../../report/schema/report.ts';
import { formatCount, formatDay, formatPercent, formatTime, plural } from '../../wording/format.ts';

/** Caption of the requests chart. */
export function requestsCaption(report: Report): string {
  const { successRate, series } = report.health;
  const busiest = series.points.toSorted((a, b) => b.count - a.count)[0];
  const errors = successRate.total - successRate.successes;
  const share =
    errors === 0
      ? `all ${plural(successRate.total, 'request')} succeeded`
      : `${formatCount(errors)} of ${plural(successRate.total, 'request')} failed: ${plural(successRate.clientErrors, 'caller error')} (4xx) and ${plural(successRate.serverErrors, 'server error')} (5xx)`;
  const peak =
    busiest === undefined
      ? ''
      : ` Traffic peaked at ${formatCount(busiest.count)}, from ${formatTime(busiest.start)}.`;
  return `${capital(share)}.${peak}`;
}

/** Caption of the errors chart. */
export function errorRateCaption(report: Report): string {
  const { successRate, series } = report.health;
  const limit = 1 - successRate.green;
  const over = series.points.filter((p) => p.count > 0 && (p.count - p.success) / p.count > limit);
  if (over.length === 0) return `The error rate never rose above ${formatPercent(limit)}.`;
  const worst = over.toSorted((a, b) => rate(b) - rate(a))[0];
  const days = new Set(over.map((p) => formatDay(p.start)));
  const peak =
    worst === undefined
      ? ''
      : ` and peaked at ${formatPercent(rate(worst))} (${formatTime(worst.start)}, ${plural(worst.count, 'request')})`;
  return `The error rate rose above ${formatPercent(limit)} in ${plural(over.length, 'interval')} on ${plural(days.size, 'day')}${peak}.`;
}

const rate = (p: { count: number; success: number }): number => (p.count - p.success) / p.count;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
