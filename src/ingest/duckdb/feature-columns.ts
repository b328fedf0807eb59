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
 * SQL of the rows of `source` with the features taken apart. A number goes to `n<i>` as a double (−0 as 0), anything
 * else to `t<i>` as JSON text, so that its first character still tells its kind and "12" is never taken for 12. NaN is
 * missing: it is what pandas writes for a missing value. Infinities stay in `t<i>`.
 *
 * Each step names what the next one uses more than once, so that the work is linear in the number of features without
 * the optimizer's search for common subexpressions, which is quadratic in it (`runPlain`).
 */
export function withFeatures(
  base: string,
  source: string,
  features: FeatureColumns,
  options: PredictionOptions,
  topKeys: readonly string[],
): string {
  const keys = [...features.index.keys()];
  const pointers = [...keys, ...options.joinKeys].map(pointer);
  if (pointers.length === 0) return `select ${base} from ${source}`;
  const each = (column: (i: number) => string): string => keys.map((_, i) => `, ${column(i)}`).join('');
  const joins = options.joinKeys.map((_, j) => `k${j}`);
  const top = topKeys.map((_, i) => `top${i}`);
  const joinValues = options.joinKeys.map((key, j) => {
    const inInput = `l[${keys.length + j + 1}]`;
    const i = topKeys.indexOf(key);
    return `${i < 0 ? inInput : `coalesce(top${i}, ${inInput})`} as k${j}`;
  });
  const carried = [base, ...joins].join(', ');
  const limit = options.textLimit;
  return `
    select ${carried}${each(
      (i) => `case when isfinite(v${i}) then v${i} + 0 end as n${i},
        case when isfinite(v${i}) or x${i} = 'NaN' then null
          when length(x${i}) > ${limit} then x${i}[:${limit}] || '…' else x${i} end as t${i}`,
    )}
    from (
      select ${carried}${each((i) => `x${i}, case when ${isJsonNumber(`x${i}`)} then try_cast(x${i} as double) end as v${i}`)}
      from (
        select ${[base, ...joinValues].join(', ')}${each((i) => `l[${i + 1}] as x${i}`)}
        from (
          select ${[base, ...top].join(', ')}, json_extract(input, ${literals(pointers)})::varchar[] as l
          from ${source})))`;
}
