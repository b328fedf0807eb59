import {
  formatMs,
  formatNumber,
  formatP,
  formatPercentAgainst,
  formatPlain,
  formatPlainPercent,
  MISSING,
} from './format.ts';

/**
 * A value with the unit that an alert or a trigger names: `share of requests` is said as a percentage of them.
 * @param threshold what it is compared with: a share never looks as if it lay on the other side of it.
 */
export function formatWithUnit(value: number | null, unit: string, threshold?: number): string {
  if (value === null) return MISSING;
  if (unit.startsWith('share')) {
    const limits = threshold === undefined ? [] : [threshold];
    return `${formatPercentAgainst(value, limits)}${unit.slice('share'.length)}`;
  }
  if (unit === 'ms') return formatMs(value);
  if (unit === 'p' || unit === 'p-value')
    return `p\u00a0${value < 0.001 ? formatP(value) : formatPlain(value)}`;
  // A model of a minute is of 0 months, not of 2.7 × 10⁻⁵ of one.
  const number =
    unit === 'months'
      ? formatPlain(Number(value.toFixed(2)))
      : Number.isInteger(value)
        ? formatPlain(value)
        : formatNumber(value);
  return unit === '' ? number : `${number}\u00a0${unit}`;
}

/** A threshold beside a value that names the unit already: "50 %", "50 ms", "3". */
export function formatThreshold(threshold: number, unit: string): string {
  if (unit.startsWith('share')) return formatPlainPercent(threshold);
  return unit.startsWith('ms') ? `${formatPlain(threshold)}\u00a0ms` : formatPlain(threshold);
}
