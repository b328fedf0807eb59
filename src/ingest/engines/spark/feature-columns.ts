import type { SparkSession } from './session.ts';
import { isJsonNumber, literal, variantField } from './sql.ts';

/** Which input key stands in which pair of columns: key at index i is `n<i>` (numbers) and `t<i>` (the rest). */
export interface FeatureColumns {
  readonly index: ReadonlyMap<string, number>;
  /** Distinct keys seen, also those beyond the limit. */
  readonly seen: number;
  readonly skipped: number;
}

/** Every key of `input` in accepted rows, most frequent first, then by name; keys beyond the limit are counted. */
export async function discoverKeys(
  session: SparkSession,
  judged: string,
  maximum: number,
): Promise<FeatureColumns> {
  const rows = await session.rows<{ key: string }>(
    `select key from (
      select explode(map_keys(input_map)) as key from (${judged}) where bad = 0)
    group by key order by count(*) desc, key`,
    ['key'],
  );
  const usable = rows.map((row) => row.key).filter((key) => !key.includes('\0'));
  const kept = usable.slice(0, maximum);
  return {
    index: new Map(kept.map((key, i) => [key, i])),
    seen: rows.length,
    skipped: rows.length - kept.length,
  };
}

const NOT_FINITE = `'"NaN"', '"Infinity"', '"-Infinity"'`;

/**
 * SQL that takes the features apart in three steps, so that no step is worked out twice: the JSON text of each value
 * (`j<i>`), the number or the text in it, the text cut to its limit. A number becomes a double in `n<i>`, anything else
 * JSON text in `t<i>`. NaN is missing: it is what pandas writes for a missing value.
 */
export function featureColumns(
  features: FeatureColumns,
  textLimit: number,
): { readonly first: string; readonly second: string; readonly third: string } {
  const keys = [...features.index.keys()];
  const each = (column: (key: string, i: number) => string): string =>
    keys.map((key, i) => `, ${column(key, i)}`).join('');
  return {
    first: each(
      (key, i) => `case when bad = 0 then to_json(${variantField('input_object', key)}) end as j${i}`,
    ),
    second: each((key, i) => {
      const json = `j${i}`;
      const notFinite = `${json} in (${NOT_FINITE}) and schema_of_variant(${variantField('input_object', key)}) = 'DOUBLE'`;
      return `case when ${isJsonNumber(json)} then double(${json}) + 0D end as n${i},
        case when ${isJsonNumber(json)} or (${notFinite} and ${json} = '"NaN"') then null
          when ${notFinite} then trim(both '"' from ${json})
          when ascii(${json}) in (91, 123) then ${nestedText(key, json)} else ${json} end as x${i}`;
    }),
    third: each(
      (_, i) =>
        `n${i}, case when length(x${i}) > ${textLimit} then concat(substr(x${i}, 1, ${textLimit}), '…') else x${i} end as t${i}`,
    ),
  };
}

/** A variant sorts the keys of an object; lists and objects are read again from the line, as they were written. */
const nestedText = (key: string, json: string): string =>
  `coalesce(get_json_object(try_element_at(from_json(value, 'input map<string, string>').input, ${literal(key)}), '$'), ${json})`;

/** Join keys as JSON text in `k<j>`: at the top level of the record, else in its input. */
export function joinColumns(
  joinKeys: readonly string[],
  topKeys: readonly string[],
): { readonly inner: string; readonly outer: string } {
  const inner = joinKeys.map((key, j) => {
    const top = topKeys.indexOf(key);
    const inInput = `to_json(${variantField('input_object', key)})`;
    return `, ${top < 0 ? inInput : `coalesce(nullif(top${top}, 'null'), ${inInput})`} as k${j}`;
  });
  return { inner: inner.join(''), outer: joinKeys.map((_, j) => `, k${j}`).join('') };
}
