import type { Measure, TimeRange } from '../../store.ts';

/** A string literal of Spark SQL, where the backslash escapes. */
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A quoted identifier. */
export const identifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** A finite double. */
export const double = (x: number): string => `double('${JSON.stringify(x)}')`;

/** Epoch milliseconds as whole microseconds; infinite ends become the largest safe integers. */
export function microseconds(epochMs: number): string {
  const us = Math.floor(epochMs * 1000);
  return String(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, us)));
}

/** Rows of a half-open range `start < t ≤ end`, over the column `time_us` (epoch microseconds). */
export function inRange(range: TimeRange): string {
  return `time_us > ${microseconds(range.start)} and time_us <= ${microseconds(range.end)}`;
}

/** Epoch milliseconds of microseconds, with a fraction. */
export const milliseconds = (us: string): string => `${us} / 1000D`;

/** Number of a bucket or chunk of time; times are never negative. */
export const bucket = (widthMs: number): string => `time_us div ${Math.round(widthMs * 1000)}`;

/** Table and column behind a measure. */
export function measureColumn(measure: Measure): {
  readonly source: 'predictions' | 'requests';
  readonly column: string;
} {
  if (measure === 'responseMs') return { source: 'requests', column: 'latency_ms' };
  return { source: 'predictions', column: measure === 'score' ? 'score' : 'latency_ms' };
}

/** JSON text of a variant; JSON null counts as absent. */
export const jsonText = (variant: string): string => `nullif(to_json(${variant}), 'null')`;

/** A JSON text that is a number: the reader keeps numbers unquoted, strings quoted. */
export const isJsonNumber = (json: string): string =>
  `(ascii(${json}) between 48 and 57 or ascii(${json}) = 45)`;

/**
 * Path of one key for `variant_get`; null for a key with both kinds of quotes, which no path can name.
 */
export function variantPath(key: string): string | null {
  if (!key.includes('"')) return `$["${key}"]`;
  return key.includes("'") ? null : `$['${key}']`;
}

/** The value under a key of an object variant, null where there is none. */
export function variantField(object: string, key: string): string {
  const path = variantPath(key);
  if (path !== null && !key.includes('\\')) return `try_variant_get(${object}, ${literal(path)}, 'variant')`;
  return `try_element_at(try_cast(${object} as map<string, variant>), ${literal(key)})`;
}
