import type { SparkSession } from './spark-session.ts';
import { isJsonNumber, literal, variantField } from './sql.ts';

/** Position of each input key: its columns are `number<i>` and `text<i>` (all other values). */
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
      select explode(map_keys(input_map)) as key from (${judged}) where broken_rule = 0)
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
 * SQL that extracts the features in three steps, so that nothing is evaluated twice: the JSON text of each value
 * (`json<i>`), the number or the text in it, the text cut to its limit. A number becomes a double in `number<i>`,
 * anything else JSON text in `text<i>`. NaN is missing: pandas writes it for a missing value.
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
      (key, i) =>
        `case when broken_rule = 0 then to_json(${variantField('input_object', key)}) end as json${i}`,
    ),
    second: each((key, i) => {
      const json = `json${i}`;
      const notFinite = `${json} in (${NOT_FINITE}) and schema_of_variant(${variantField('input_object', key)}) = 'DOUBLE'`;
      return `case when ${isJsonNumber(json)} then double(${json}) + 0D end as number${i},
        case when ${isJsonNumber(json)} or (${notFinite} and ${json} = '"NaN"') then null
          when ${notFinite} then trim(both '"' from ${json})
          when ascii(${json}) in (91, 123) then ${nestedText(key, json)} else ${json} end as whole_text${i}`;
    }),
    third: each(
      (_, i) =>
        `number${i}, case when length(whole_text${i}) > ${textLimit}
          then concat(substr(whole_text${i}, 1, ${textLimit}), '…') else whole_text${i} end as text${i}`,
    ),
  };
}

/** A variant sorts the keys of an object; lists and objects are read again from the line, as they were written. */
const nestedText = (key: string, json: string): string =>
  `coalesce(get_json_object(try_element_at(from_json(value, 'input map<string, string>').input, ${literal(key)}), '$'), ${json})`;

/** Join keys as JSON text in `key<j>`: at the top level of the record, else in its input. */
export function joinColumns(
  joinKeys: readonly string[],
  topKeys: readonly string[],
): { readonly inner: string; readonly outer: string } {
  const inner = joinKeys.map((key, j) => {
    const top = topKeys.indexOf(key);
    const inInput = `to_json(${variantField('input_object', key)})`;
    return `, ${top < 0 ? inInput : `coalesce(nullif(top${top}, 'null'), ${inInput})`} as key${j}`;
  });
  return { inner: inner.join(''), outer: joinKeys.map((_, j) => `, key${j}`).join('') };
}
