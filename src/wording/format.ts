/**
 * Numbers and times as a reader sees them: the one rule of grouping, rounding and units for every surface. Spaces do not
 * break here; `sentence-numbers.ts` gives the same digits with plain spaces. Everything is UTC; a missing value is an
 * en dash, never a zero.
 */

const NBSP = '\u00a0';
export const MISSING = '–';

const MOST_DECIMALS = 10;

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (exponent: number): string =>
  (exponent < 0 ? '⁻' : '') +
  [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[Number(digit)] ?? '').join('');

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** "1,014". */
export const formatCount = (value: number | null): string =>
  value === null ? MISSING : withMinus(grouped.format(value));

const withMinus = (text: string): string => text.replace('-', '−');

/** "1,234.5", "0.25": every digit of a rounded number, and none that would look like precision. */
function decimal(rounded: number): string {
  const [whole = '0', fraction] = Math.abs(rounded)
    .toFixed(MOST_DECIMALS)
    .replace(/\.?0+$/, '')
    .split('.');
  const text = `${grouped.format(Number(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
  return rounded < 0 && text !== '0' ? `−${text}` : text;
}

const isExtreme = (magnitude: number): boolean => magnitude !== 0 && (magnitude >= 1e6 || magnitude < 1e-4);

/** A measured number to three significant digits; whole from 1,000; powers of ten beyond 1e6 and below 1e-4. */
export function formatNumber(value: number | null, digits = 3): string {
  if (value === null) return MISSING;
  const magnitude = Math.abs(value);
  if (isExtreme(magnitude)) return scientific(value);
  return decimal(
    Number.isInteger(value) || magnitude >= 1000 ? Math.round(value) : Number(value.toPrecision(digits)),
  );
}

/** A number that somebody chose (a threshold, a tick), with all of its digits. */
export const formatPlain = (value: number): string =>
  isExtreme(Math.abs(value)) ? scientific(value) : decimal(Number(value.toPrecision(6)));

/** A p-value at an axis, which has room for "10⁻²⁰" but not for "1.0 × 10⁻²⁰". */
export function formatShortP(p: number): string {
  if (p >= 0.001) return formatPlain(p);
  const exponent = /^1(?:\.0+)?e(-\d+)$/.exec(p.toExponential(5))?.[1];
  return exponent === undefined ? formatP(p) : `10${superscript(Number(exponent))}`;
}

function scientific(value: number): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e');
  return `${withMinus(mantissa)}${NBSP}×${NBSP}10${superscript(Number(exponent))}`;
}

/**
 * "99.4 %": a share to one decimal, with as many more as it takes not to look like 0 or 100 %, nor as if it lay on the
 * other side of a limit: 98.996 % is not "99 %" where 99 % is healthy.
 */
export function formatPercent(share: number | null, limits: readonly number[] = []): string {
  if (share === null) return MISSING;
  const scaled = (value: number, digits: number): number => Number((value * 100).toFixed(digits));
  const isHonest = (shown: number): boolean =>
    [0, 1, ...limits].every(
      (limit) => Math.sign(shown - scaled(limit, MOST_DECIMALS - 1)) === Math.sign(share - limit),
    );
  let digits = 1;
  while (digits < MOST_DECIMALS && !isHonest(scaled(share, digits))) digits++;
  return `${decimal(scaled(share, digits))}${NBSP}%`;
}

/** "+1.2", "−0.4", "0": a change of a share in percentage points. */
export function formatPoints(change: number): string {
  const points = Number((change * 100).toFixed(1));
  return `${points > 0 ? '+' : ''}${decimal(points)}`;
}

/** A p-value to three decimals, four below 0.01, a power of ten below 0.001. */
export function formatP(p: number | null): string {
  if (p === null) return MISSING;
  if (p === 0) return `<${NBSP}10⁻³⁰⁰`;
  if (p < 0.001) return scientific(p);
  return decimal(Number(p.toFixed(p < 0.01 ? 4 : 3)));
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
