import type { PredictionOptions } from './load-predictions.ts';
import { isJsonNumber, literals, pointer } from './sql.ts';

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
    const inInput = `l[${keys.length + j + 1}]`;
    const i = topKeys.indexOf(key);
    return `, ${i < 0 ? inInput : `coalesce(top${i}, ${inInput})`} as k${j}`;
  });
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const pointers = literals([...keys, ...options.joinKeys].map(pointer));
  const limit = options.textLimit;
  return `
    select ${BASE}${joins}${each(
      (i) => `case when isfinite(v${i}) then v${i} + 0 end as n${i},
        case when isfinite(v${i}) or x${i} = 'NaN' then null
          when strlen(x${i}) > ${limit} then x${i}[:${limit}] || '…' else x${i} end as t${i}`,
    )}, case when input <> '{}' and strlen(input) <> ${lengthOf(keys)} then input end as rest
    from (
      select ${BASE}, input${joins}${each((i) => `x${i}, case when ${isJsonNumber(`x${i}`)} then try_cast(x${i} as double) end as v${i}`)}
      from (
        select ${BASE}, input${joinValues.join('')}${each((i) => `l[${i + 1}] as x${i}`)}
        from (select ${BASE}, input${top}, json_extract(input, ${pointers}::varchar[])::varchar[] as l from ${source})))`;
}

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
