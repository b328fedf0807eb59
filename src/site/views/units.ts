import { formatMs, formatNumber, formatP, formatPercent, MISSING } from '../format.ts';

/** A value with the unit that an alert or a trigger names. */
export function formatWithUnit(value: number | null, unit: string): string {
  if (value === null) return MISSING;
  if (unit === 'share') return formatPercent(value);
  if (unit === 'ms') return formatMs(value);
  if (unit === 'p' || unit === 'p-value') return `p\u00a0${formatP(value)}`;
  return unit === '' ? formatNumber(value) : `${formatNumber(value)}\u00a0${unit}`;
}

export const episodeLength = (episode: { start: string; end: string }): number =>
  Date.parse(episode.end) - Date.parse(episode.start);
