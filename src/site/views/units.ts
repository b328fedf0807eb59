import {
  formatMs,
  formatNumber,
  formatP,
  formatPercent,
  formatPlain,
  MISSING,
} from '../../wording/format.ts';

/** A value with the unit that an alert or a trigger names: `share of requests` is said as a percentage of them. */
export function formatWithUnit(value: number | null, unit: string): string {
  if (value === null) return MISSING;
  if (unit.startsWith('share')) return `${formatPercent(value)}${unit.slice('share'.length)}`;
  if (unit === 'ms') return formatMs(value);
  if (unit === 'p' || unit === 'p-value')
    return `p\u00a0${value < 0.001 ? formatP(value) : formatPlain(value)}`;
  const number = Number.isInteger(value) ? formatPlain(value) : formatNumber(value);
  return unit === '' ? number : `${number}\u00a0${unit}`;
}

export const episodeLength = (episode: { start: string; end: string }): number =>
  Date.parse(episode.end) - Date.parse(episode.start);
