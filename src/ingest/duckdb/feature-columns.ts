import type { Database } from './database.ts';
import type { PredictionOptions } from './load-predictions.ts';
import { isJsonNumber, literals, pointer } from './sql.ts';

/** Which input key stands in which pair of columns: key at index i is `n<i>` (numbers) and `t<i>` (the rest). */
export interface FeatureColumns {
  readonly index: ReadonlyMap<string, number>;
  /** Distinct keys seen, also those beyond the limit. */
  readonly seen: number;
  readonly skipped: number;
}

/** Every key of `input`, most frequent first, then by name; keys beyond the limit are counted. */
export async function discoverKeys(db: Database, maximum: number): Promise<FeatureColumns> {
  const rows = await db.rows<{ key: string }>(`
    select key from (
      select unnest(keys) as key, n from (
        select json_keys(input) as keys, count(*) as n from raw_predictions where bad = 0 group by 1))
    group by key order by sum(n) desc, key`);
  const usable = rows.map((row) => row.key).filter((key) => !key.includes('\0'));
  const kept = usable.slice(0, maximum);
  return {
    index: new Map(kept.map((key, i) => [key, i])),
    seen: rows.length,
    skipped: rows.length - kept.length,
  };
}

/**
 * SQL that takes the features apart. A number goes to `n<i>` as a double (−0 as 0), anything else to `t<i>` as JSON
 * text, so that its first character still tells its kind and "12" is never taken for 12. NaN is missing: it is what
 * pandas writes for a missing value. A number too large for a double stays in `t<i>`.
 */
export function featureColumns(
  features: FeatureColumns,
  options: PredictionOptions,
  topKeys: readonly string[],
): { readonly inner: string; readonly outer: string } {
  const keys = [...features.index.keys()];
  const joined = options.joinKeys.map((key) => pointer(key));
  const pointers = [...keys.map(pointer), ...joined];
  if (pointers.length === 0) return { inner: '', outer: '' };
  const columns = keys.map((_, i) => {
    const json = `(l[${i + 1}]::varchar)`;
    const number = `try_cast(${json} as double)`;
    const isNumber = `${isJsonNumber(json)} and isfinite(${number})`;
    return `case when ${isNumber} then ${number} + 0 end as n${i}, case when ${isNumber} or ${json} = 'NaN' then null
      when length(${json}) > ${options.textLimit} then ${json}[:${options.textLimit}] || '…' else ${json} end as t${i}`;
  });
  const joins = options.joinKeys.map((key, j) => {
    const top = topKeys.indexOf(key);
    const inInput = `l[${keys.length + j + 1}]::varchar`;
    return `${top < 0 ? inInput : `coalesce(top${top}, ${inInput})`} as k${j}`;
  });
  return {
    inner: `, json_extract(input, ${literals(pointers)}) as l`,
    outer: `, ${[...joins, ...columns].join(', ')}`,
  };
}
