import { formatShortDay, plural } from '../../wording/format.ts';
import type { NumberFormat } from '../charts/spec.ts';
import { formatTick } from '../charts/ticks.ts';

/**
 * Caption of a trend chart: the current value compared with earlier reports, or the last known one with its day.
 * @param starts times of the values in ms since 1970.
 */
export function trendCaption(
  title: string,
  values: readonly (number | null)[],
  starts: readonly number[],
  format: NumberFormat,
): string {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return `${title} is not known for any report.`;
  const sorted = known.toSorted((a, b) => a - b);
  const show = (value: number | undefined): string =>
    value === undefined
      ? ''
      : `${formatTick(Number(value.toPrecision(3)), format)}${format === 'ms' ? '\u00a0ms' : ''}`;
  const half = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(half)] ?? last) + (sorted[Math.ceil(half)] ?? last)) / 2;
  const day = starts[values.lastIndexOf(last)];
  const newest =
    values.at(-1) !== null || day === undefined
      ? `Now ${show(last)}`
      : `Not known now, last ${show(last)} on ${formatShortDay(day)}`;
  return `${newest}; over ${plural(known.length, 'point')} between ${show(sorted[0])} and ${show(sorted.at(-1))}, median ${show(median)}.`;
}
