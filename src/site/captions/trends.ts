import { plural } from '../../wording/format.ts';
import type { NumberFormat } from '../charts/spec.ts';
import { formatTick } from '../charts/ticks.ts';

/** Caption of a trend chart: the current value compared with earlier reports. */
export function trendCaption(
  title: string,
  values: readonly (number | null)[],
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
  return `Now ${show(last)}; over ${plural(known.length, 'point')} between ${show(sorted[0])} and ${show(sorted.at(-1))}, median ${show(median)}.`;
}
