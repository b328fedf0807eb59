import type { PredictionOptions } from './load-predictions.ts';
import { isJsonNumber, literals, pointer, quoted } from './sql.ts';

const BASE = 'file, bad, us, score, label, ms, version';

/**
 * SQL of the rows of `source` with the features of `input` taken apart. A number goes to `n<i>` as a double (−0 as 0),
 * anything else to `t<i>` as JSON text, so that its first character still tells its kind and "12" is never taken for
 * 12. NaN is missing: it is what pandas writes for a missing value. Infinities stay in `t<i>`. A row that holds more
 * than the given keys keeps its whole input in `rest`.
 *
 * Each step names what the next one uses more than once, so that the work is linear in the number of features without
 * the optimizer's search for common subexpressions, which is quadratic in it (`runPlain`).
 */
export function withFeatures(
  source: string,
  keys: readonly string[],
  topKeys: readonly string[],
  options: PredictionOptions,
): string {
  const each = (column: (i: number) => string): string => keys.map((_, i) => `, ${column(i)}`).join('');
  const joins = options.joinKeys.map((_, j) => `, k${j}`).join('');
  const joinValues = options.joinKeys.map((key, j) => {
    const inInput = `nullif(l[${keys.length + j + 1}], 'null')`;
    const i = topKeys.indexOf(key);
    return `, ${i < 0 ? inInput : `coalesce(top${i}, ${inInput})`} as k${j}`;
  });
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const pointers = literals([...keys, ...options.joinKeys].map(pointer));
  return `
    select ${BASE}${joins}${typedColumns(keys.length, options.textLimit)},
      case when input <> '{}' and strlen(input) <> ${lengthOf(keys)} then input end as rest
    from (
      select ${BASE}, input${joins}${numbersTried(keys.length)}
      from (
        select ${BASE}, input${joinValues.join('')}${each((i) => `l[${i + 1}] as x${i}`)}
        from (select ${BASE}, input${top}, json_extract(input, ${pointers}::varchar[])::varchar[] as l from ${source})))`;
}

/** The name of the struct of features in a source that was read with `structType`. */
const STRUCT = 'fields';

/**
 * As `withFeatures`, over a source whose `input` the reader has taken apart into a struct: a third of the work. What
 * the struct does not name is lost, and an input that is no object looks like one without a value: such rows have
 * `rest`, and then the log has to be read by `withFeatures`.
 */
export function withStructFeatures(
  source: string,
  keys: readonly string[],
  topKeys: readonly string[],
  options: PredictionOptions,
): string {
  const joins = options.joinKeys.map((_, j) => `, k${j}`).join('');
  const joinValues = options.joinKeys.map((key, j) => {
    const inInput = `${STRUCT}.${quoted(key)}::varchar`;
    const i = topKeys.indexOf(key);
    return `, ${i < 0 ? inInput : `coalesce(top${i}, ${inInput})`} as k${j}`;
  });
  const fields = keys.map((key, i) => `, ${STRUCT}.${quoted(key)}::varchar as x${i}`).join('');
  const nothing =
    keys.length === 0 ? 'true' : `coalesce(${keys.map((_, i) => `x${i}`).join(', ')}, null) is null`;
  return `
    select ${BASE}${joins}${typedColumns(keys.length, options.textLimit)},
      case when bad = 0 and ${nothing} then '{}' end as rest
    from (
      select ${BASE}${joins}${numbersTried(keys.length)}
      from (select ${BASE}${joinValues.join('')}${fields} from ${source}))`;
}

/** Type of `input` for the reader; null where the keys cannot be the fields of one struct. */
export function structType(keys: readonly string[]): string | null {
  const names = new Set(keys.map((key) => key.toLowerCase()));
  if (keys.length === 0 || names.size < keys.length || names.has('')) return null;
  return `STRUCT(${keys.map((key) => `${quoted(key)} JSON`).join(', ')})`;
}

const numbersTried = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `, x${i}, case when ${isJsonNumber(`x${i}`)} then try_cast(x${i} as double) end as v${i}`,
  ).join('');

const typedColumns = (count: number, limit: number): string =>
  Array.from(
    { length: count },
    (_, i) => `, case when isfinite(v${i}) then v${i} + 0 end as n${i},
      case when isfinite(v${i}) or x${i} in ('null', 'NaN') then null
        when strlen(x${i}) > ${limit} then x${i}[:${limit}] || '…' else x${i} end as t${i}`,
  ).join('');

/**
 * SQL for the length of `input` if it held no key but these: a brace, and for each key that is there its JSON text, a
 * colon, the value's JSON text, and a comma or the closing brace. Both texts come from one writer, without spaces.
 */
function lengthOf(keys: readonly string[]): string {
  const terms = keys.map(
    (key, i) => `coalesce(strlen(x${i}) + ${Buffer.byteLength(JSON.stringify(key)) + 2}, 0)`,
  );
  return `1 + ${balancedSum(terms)}`;
}

/** A sum as a balanced tree: a chain of a thousand terms is deeper than the parser allows. */
function balancedSum(terms: readonly string[]): string {
  if (terms.length <= 2) return terms.length === 0 ? '0' : `(${terms.join(' + ')})`;
  const middle = terms.length >> 1;
  return `(${balancedSum(terms.slice(0, middle))} + ${balancedSum(terms.slice(middle))})`;
}
