/** Numbers and times as a reader sees them. Everything is UTC; a missing value is an en dash, never a zero. */

const THIN = '\u202f';
const NBSP = '\u00a0';
export const MISSING = '–';

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (exponent: number): string =>
  (exponent < 0 ? '⁻' : '') +
  [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[Number(digit)] ?? '').join('');

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export const formatCount = (value: number | null): string =>
  value === null ? MISSING : grouped.format(value).replaceAll(',', THIN);

const fixed = (value: number, digits: number): string => value.toFixed(digits).replace(/^-(?=0(\.0*)?$)/, '');
const withMinus = (text: string): string => text.replace('-', '−');

/** Three significant digits, powers of ten beyond 1e6 and below 1e-4. */
export function formatNumber(value: number | null, digits = 3): string {
  if (value === null) return MISSING;
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-4) return scientific(value);
  if (Number.isInteger(value) || magnitude >= 1000) return withMinus(formatCount(Math.round(value)));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
  return withMinus(fixed(value, Math.min(decimals, 6)));
}

/** A number that somebody chose (a threshold, a tick): without zeros at the end that would look like precision. */
export function formatPlain(value: number): string {
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude >= 1e6 || magnitude < 1e-4)) return scientific(value);
  const [whole = '0', fraction] = String(Number(magnitude.toPrecision(6))).split('.');
  const sign = value < 0 ? '−' : '';
  return `${sign}${formatCount(Number(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
}

function scientific(value: number): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e');
  return `${withMinus(mantissa)}${NBSP}×${NBSP}10${superscript(Number(exponent))}`;
}

/** A share as a percentage. */
export function formatPercent(share: number | null, digits = 1): string {
  return share === null ? MISSING : `${withMinus(fixed(share * 100, digits))}${NBSP}%`;
}

/**
 * A percentage with as many digits as it takes not to look as if it lay on the other side of a limit: 98.996 % is not
 * "99.0 %" where 99 % is healthy.
 */
export function formatPercentAgainst(share: number | null, limits: readonly number[]): string {
  if (share === null) return MISSING;
  for (let digits = 1; digits < 6; digits++) {
    const shown = Number((share * 100).toFixed(digits));
    const honest = limits.every((limit) => Math.sign(shown - limit * 100) === Math.sign(share - limit));
    if (honest) return formatPercent(share, digits);
  }
  return formatPercent(share, 6);
}

/** A p-value: four digits down to 0.001, then a power of ten. */
export function formatP(p: number | null): string {
  if (p === null) return MISSING;
  if (p === 0) return `<${NBSP}10⁻³⁰⁰`;
  if (p < 0.001) return scientific(p);
  return p < 0.01 ? fixed(p, 4) : fixed(p, 3);
}

export const formatMs = (value: number | null): string =>
  value === null ? MISSING : `${formatNumber(value)}${NBSP}ms`;

export function formatBytes(bytes: number | null): string {
  if (bytes === null) return MISSING;
  if (bytes < 1000) return `${bytes}${NBSP}B`;
  if (bytes < 1e6) return `${formatNumber(bytes / 1e3)}${NBSP}kB`;
  return `${formatNumber(bytes / 1e6)}${NBSP}MB`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const two = (value: number): string => String(value).padStart(2, '0');

/** `20 Feb 2026`. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getUTCDate()}${NBSP}${MONTHS[date.getUTCMonth()]}${NBSP}${date.getUTCFullYear()}`;
}

/** `20 Feb`, for axes and lists that say the year once. */
export function formatShortDay(iso: string | number): string {
  const date = new Date(iso);
  return `${date.getUTCDate()}${NBSP}${MONTHS[date.getUTCMonth()]}`;
}

/** `12:05`. */
export function formatClock(iso: string | number): string {
  const date = new Date(iso);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `20 Feb 2026, 12:05 UTC`. */
export const formatTime = (iso: string): string => `${formatDay(iso)}, ${formatClock(iso)}${NBSP}UTC`;

/** A time to the minute, as `datetime` takes it. */
export const shortIso = (iso: string): string => `${iso.slice(0, 16)}Z`;

/** A span of time in its largest fitting unit: `4 min`, `2.5 h`, `3 days`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 90) return `${Math.round(seconds)}${NBSP}s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}${NBSP}min`;
  if (seconds < 36 * 3600) return `${formatNumber(seconds / 3600, 2)}${NBSP}h`;
  const days = Number((seconds / 86_400).toFixed(1));
  return `${days}${NBSP}${days === 1 ? 'day' : 'days'}`;
}

export const formatInterval = (
  interval: readonly [number, number] | null,
  format: (value: number) => string,
): string | null => (interval === null ? null : `${format(interval[0])} to ${format(interval[1])}`);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)}${NBSP}${count === 1 ? one : many}`;

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
