import { chooseKeys, type KeyBounds, type KeysLeftOut, MAX_KEY_LENGTH } from '../../rules/choose-keys.ts';
import type { SparkSession } from './spark-session.ts';
import { isJsonNumber, literal, variantField } from './sql.ts';

/** Position of each input key: its columns are `number<i>` and `text<i>` (all other values). */
export interface FeatureColumns {
  readonly index: ReadonlyMap<string, number>;
  readonly leftOut: KeysLeftOut;
}

/**
 * The keys of `input` in accepted rows that become features. The names of all others stay in the cluster.
 *
 * @param judged query of all rows with `input_map`, `input_object` and the join keys `key<j>`.
 */
export async function discoverKeys(
  session: SparkSession,
  judged: string,
  bounds: KeyBounds & { readonly joinKeys: readonly string[] },
): Promise<FeatureColumns> {
  const input = 'struct(hash(to_json(input_object)), xxhash64(to_json(input_object)))';
  // Who a row is about: the join key, where outcomes have one, else a hash of the whole input.
  const lead = bounds.joinKeys.length === 0 ? input : `struct(key0, if(key0 is null, ${input}, null))`;
  const expected = bounds.expected.filter(isUsable).slice(0, bounds.maximumFeatures);
  const isExpected = expected.length === 0 ? 'false' : `key in (${expected.map(literal).join(', ')})`;
  const filled = 'map_keys(map_filter(input_map, (k, v) -> v is not null and not is_variant_null(v)))';
  // Each record counts once under a key that is null: their number without another scan.
  const held = `select key, ${lead} as lead from (
      select *, explode(concat(array(cast(null as string)), ${filled})) as key
      from (${judged}) where broken_rule = 0)`;
  const counted = `select key, double(count(*)) as n, double(count(distinct lead)) as leads,
      coalesce(${isExpected}, false) as expected from (${held}) group by key`;
  const isFew = `key is not null and not expected and leads < ${bounds.minimumLeads}`;
  const isEligible = `expected or (leads >= ${bounds.minimumLeads} and length(key) <= ${MAX_KEY_LENGTH})`;
  const limit = 1 + expected.length + bounds.maximumFeatures + bounds.maximumExtras;
  const rows = await session.rows<{
    key: string | null;
    n: number;
    leads: number;
    seen: number;
    few: number;
  }>(
    `select key, n, leads, double(seen), double(few) from (
      select *, count(key) over () as seen, count_if(${isFew}) over () as few from (${counted}))
    where key is null or ${isEligible} order by key is null desc, expected desc, n desc, key limit ${limit}`,
    ['key', 'n', 'leads', 'seen', 'few'],
  );
  const total = rows.find(({ key }) => key === null);
  const counts = rows.flatMap(({ key, n, leads }) =>
    key === null || !isUsable(key) ? [] : [{ key, rows: n, leads }],
  );
  const { kept } = chooseKeys(counts, total?.n ?? 0, bounds);
  const { seen = 0, few = 0 } = total ?? {};
  return {
    index: new Map(kept.map((key, i) => [key, i])),
    leftOut: { few, beyond: seen - few - kept.length },
  };
}

/** SQL text cannot hold NUL. */
const isUsable = (key: string): boolean => !key.includes('\0');

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
