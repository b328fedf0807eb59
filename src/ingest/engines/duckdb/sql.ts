import { EPOCH_SECONDS } from '../../rules/log-fields.ts';
import type { Measure, Source, TimeRange } from '../../store.ts';

/** A string literal. SQL text cannot hold NUL; callers leave out such names. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A list of string literals. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`;

/** JSON Pointer of one key, RFC 6901: the only path syntax in which every key can be written. */
export const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Rows of a half-open range `start < t ≤ end`, over the column `time_us` (epoch microseconds). */
export function inRange(range: TimeRange): string {
  return `time_us > ${microseconds(range.start)} and time_us <= ${microseconds(range.end)}`;
}

/** Epoch milliseconds as whole microseconds; infinite ends become the largest safe integers. */
export function microseconds(epochMs: number): string {
  const us = Math.floor(epochMs * 1000);
  return String(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, us)));
}

/** Table of all rows of a log, refused ones too, in the order of its lines. */
export const rowsOf = (source: Source): string => (source === 'predictions' ? 'prediction_rows' : 'requests');

/** View of the rows of one feature, by its position: `time_us, score, label, latency_ms, version, number<i>, text<i>`. */
export const featureRows = (position: number): string => `feature_${position}`;

/** Table and column behind a measure. */
export function measureColumn(measure: Measure): { readonly table: string; readonly column: string } {
  if (measure === 'responseMs') return { table: 'requests', column: 'latency_ms' };
  return { table: 'predictions', column: measure === 'score' ? 'score' : 'latency_ms' };
}

/** A finite double as SQL text. */
export const double = (x: number): string => `${JSON.stringify(x)}::double`;

/**
 * Whether a JSON text is a number, by its first character: quotes sort before "-", everything else (brackets, letters)
 * after ":".
 */
export const isJsonNumber = (json: string): string => `${json} between '-' and ':'`;

/** An identifier in quotes. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Content of a JSON string. */
export const plainText = (json: string): string => `json_extract_string(${json}, '$')`;

/**
 * Epoch microseconds of a JSON string that is an ISO 8601 date and time (naive times are UTC, small letters are allowed),
 * or of a number of seconds or milliseconds since 1970. Null for anything else, also for what a cast would accept ("epoch", a bare date, a week).
 */
export const timeOf = (json: string): string => {
  // By bytes, which are characters in all that can be cast: five times as fast as json_extract_string.
  const text = `substring(${json}, 2, strlen(${json}) - 2)`;
  return `case when ${json} like '"____-__-__T%' or ${json} like '"____-__-__ %'
      then epoch_us(coalesce(try_cast(${text} as timestamptz), try_cast(upper(${text}) as timestamptz)))
    when ${json} like '"____-__-__t%' then epoch_us(try_cast(upper(${text}) as timestamptz))
    when ${isJsonNumber(json)} then ${epochTime(`try_cast(${json} as double)`)} end`;
};

/** Epoch microseconds of a number of seconds or milliseconds since 1970, see `epochMicroseconds`. */
function epochTime(number: string): string {
  const { min, max } = EPOCH_SECONDS;
  return `(case when ${number} between ${min} and ${max} then round(${number} * 1000000)
      when ${number} between ${min}000 and ${max}000 then round(${number} * 1000) end)::bigint`;
}
