import { formatMs, formatNumber, formatP, formatPercent, formatPlain, MISSING } from './format.ts';
import { plainly } from './sentence-numbers.ts';

const isShare = (unit: string): boolean => unit.startsWith('share');

/** A value with the unit that an alert or a trigger names: `share of requests` is said as a percentage of them. */
export function formatWithUnit(value: number | null, unit: string): string {
  if (value === null) return MISSING;
  if (isShare(unit)) return `${formatPercent(value)}${unit.slice('share'.length)}`;
  if (unit === 'ms') return formatMs(value);
  if (unit === 'p' || unit === 'p-value') return `p\u00a0${formatP(value)}`;
  if (unit === 'months') return formatMonths(value);
  return unit === '' ? formatNumber(value) : `${formatNumber(value)}\u00a0${unit}`;
}

/** A threshold beside a value that names the unit already: "50 %", "50 ms", "3". */
export function formatThreshold(threshold: number, unit: string): string {
  if (isShare(unit)) return formatPercent(threshold);
  return unit.startsWith('ms') ? `${formatPlain(threshold)}\u00a0ms` : formatPlain(threshold);
}

/** To a hundredth: a model of a minute is of 0 months, not of 2.7e-5. */
export function formatMonths(months: number): string {
  const rounded = Number(months.toFixed(2));
  return `${formatPlain(rounded)}\u00a0${rounded === 1 ? 'month' : 'months'}`;
}

/** A value with its unit within a sentence of the report. */
export const valueInSentence = plainly((value: number, unit: string) => formatWithUnit(value, unit));

/** A threshold beside that. */
export const thresholdInSentence = plainly(formatThreshold);
