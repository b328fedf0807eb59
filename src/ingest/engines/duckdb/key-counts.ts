import { type KeyCount, MAX_KEY_LENGTH } from '../../rules/choose-keys.ts';
import type { Database } from './database.ts';
import type { FeatureSql, PredictionOptions } from './feature-columns.ts';
import { literals } from './sql.ts';

/** Rows in which nearly every key shows that enough leads hold it. */
const FIRST_ROWS = 2_000;

/** SQL for who a row is about: the join key, where outcomes have one, else a hash of the whole input. */
const leadSql = (input: string, { joinKeys }: PredictionOptions): string =>
  joinKeys.length === 0 ? `hash(${input})` : `coalesce(key0, hash(${input})::varchar)`;

const heldSql = ({ number, text }: FeatureSql): string =>
  [number, text].flatMap((sql) => (sql === null ? [] : [`(${sql}) is not null`])).join(' or ') || 'false';

/**
 * How many rows and leads hold each feature of `prediction_rows`. Leads of the reference's features are not counted, others
 * exactly where fewer than `minimumLeads` were among the first rows.
 *
 * @param complete every key has a column, which is then the whole input.
 */
export async function countColumns(
  db: Database,
  features: readonly FeatureSql[],
  options: PredictionOptions,
  complete: boolean,
): Promise<{ readonly rows: number; readonly counts: readonly KeyCount[] }> {
  const rowCounts = features.map(
    (feature, i) => `count(*) filter (where ${heldSql(feature)})::double as n${i}`,
  );
  const [row = {}] = await db.rows<Record<string, number>>(
    `select ${['count(*)::double as rows', ...rowCounts].join(', ')} from prediction_rows where broken_rule = 0`,
  );
  const expected = new Set(options.expected);
  const all = features.map((feature, i) => ({
    key: feature.key,
    held: heldSql(feature),
    rows: row[`n${i}`] ?? 0,
    i,
  }));
  const values = features.flatMap(({ number, text }) => [number, text]).filter((sql) => sql !== null);
  const lead = leadSql([...values, ...(complete ? [] : ['unread_input'])].join(', '), options);
  const open = all.filter(({ key, rows }) => !expected.has(key) && rows >= options.minimumLeads);
  const leads = new Map<number, number>();
  for (const source of [
    `(from prediction_rows where broken_rule = 0 limit ${FIRST_ROWS})`,
    'prediction_rows',
  ]) {
    const undecided = open.filter(({ i }) => (leads.get(i) ?? 0) < options.minimumLeads);
    for (const [i, count] of await leadsOf(db, undecided, source, lead)) leads.set(i, count);
  }
  const counts = all.map(({ key, rows, i }) => ({
    key,
    rows,
    leads: expected.has(key) ? Infinity : (leads.get(i) ?? 0),
  }));
  return { rows: row['rows'] ?? 0, counts };
}

async function leadsOf(
  db: Database,
  features: readonly { readonly i: number; readonly held: string }[],
  source: string,
  lead: string,
): Promise<ReadonlyMap<number, number>> {
  if (features.length === 0) return new Map();
  const cases = features.map(({ i, held }) => `case when ${held} then ${i} end`);
  const rows = await db.rows<{ i: number; n: number }>(`
    select i::double as i, count(distinct lead)::double as n
    from (select unnest([${cases.join(', ')}]) as i, ${lead} as lead from ${source}
      where broken_rule = 0 and (${features.map(({ held }) => held).join(' or ')}))
    where i is not null group by i`);
  return new Map(rows.map(({ i, n }) => [i, n]));
}

/** Keys without a column. */
export interface MissedKeys {
  /** The most frequent of those that may become features. */
  readonly counts: readonly KeyCount[];
  /** All of them, also those that are not in `counts`. */
  readonly distinct: number;
  /** Of all of them those that fewer than `minimumLeads` leads hold. */
  readonly few: number;
}

/** Counts the keys that only `unread_input` holds. Their names stay inside the engine, apart from the most frequent ones. */
export async function countMissed(
  db: Database,
  known: readonly string[],
  options: PredictionOptions,
): Promise<MissedKeys> {
  const { minimumLeads, maximumFeatures, maximumExtras } = options;
  const unread = `from prediction_rows where unread_input is not null`;
  const keys = 'unnest(list_distinct(json_keys(unread_input))) as key';
  await db.run(`
    create or replace table missed_keys as
    select key, count(*) as n, length(key) <= ${MAX_KEY_LENGTH} and not contains(key, chr(0)) as usable
    from (select ${keys} ${unread})
    where key not in (select unnest(${literals(known)}::varchar[])) group by key`);
  const [total] = await db.rows<{ distinct: number; few: number }>(
    `select count(*)::double as "distinct", count(*) filter (where n < ${minimumLeads})::double as few from missed_keys`,
  );
  const rows = await db.rows<{ key: string; n: number; leads: number }>(`
    with candidates as (
      from missed_keys where usable and n >= ${minimumLeads} order by n desc, key
      limit ${2 * (maximumFeatures + maximumExtras)}),
    held as (select ${keys}, ${leadSql('unread_input', options)} as lead ${unread})
    select key, any_value(n)::double as n, count(distinct lead)::double as leads
    from held join candidates using (key) group by key`);
  await db.run('drop table missed_keys');
  const few = rows.filter(({ leads }) => leads < minimumLeads).length;
  return {
    counts: rows.map(({ key, n, leads }) => ({ key, rows: n, leads })),
    distinct: total?.distinct ?? 0,
    few: (total?.few ?? 0) + few,
  };
}
