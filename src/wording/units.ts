import { formatMs, formatNumber, formatP, formatPercent, formatPlain, MISSING } from './format.ts';
import { percent, significant } from './sentence-numbers.ts';

/** A value with the unit that an alert or a trigger names: `share of requests` is said as a percentage of them. */
export function formatWithUnit(value: number | null, unit: string): string {
  if (value === null) return MISSING;
  if (unit.startsWith('share')) return `${formatPercent(value)}${unit.slice('share'.length)}`;
  if (unit === 'ms') return formatMs(value);
  if (unit === 'p' || unit === 'p-value')
    return `p\u00a0${value < 0.001 ? formatP(value) : formatPlain(value)}`;
  if (unit === 'months') return `${formatPlain(hundredths(value))}\u00a0months`;
  const number = Number.isInteger(value) ? formatPlain(value) : formatNumber(value);
  return unit === '' ? number : `${number}\u00a0${unit}`;
}

/** A threshold beside a value that names the unit already: "50 %", "50 ms", "3". */
export function formatThreshold(threshold: number, unit: string): string {
  if (unit.startsWith('share')) return `${formatPlain(threshold * 100)}\u00a0%`;
  return unit.startsWith('ms') ? `${formatPlain(threshold)}\u00a0ms` : formatPlain(threshold);
}

/** A value with its unit within a sentence of the report. */
export function valueInSentence(value: number, unit: string): string {
  if (unit.startsWith('share')) return `${percent(value)}${unit.slice('share'.length)}`;
  if (unit === 'p-value') return `p ${significant(value)}`;
  return `${unit === 'months' ? hundredths(value) : significant(value)} ${unit}`;
}

/** A threshold beside that. */
export function thresholdInSentence(threshold: number, unit: string): string {
  if (unit.startsWith('share')) return percent(threshold);
  return unit.startsWith('ms') ? `${significant(threshold)} ms` : significant(threshold);
}

/** A model of a minute is of 0 months, not of 2.7e-5. */
const hundredths = (months: number): number => Number(months.toFixed(2));
