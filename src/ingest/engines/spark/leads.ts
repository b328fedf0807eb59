import type { LeadCount, TimeRange } from '../../store.ts';
import type { SparkSession } from './spark-session.ts';
import { inRange, literal, microseconds } from './sql.ts';

/**
 * Which rows are of one lead: the view `predictions` gets a column `next_us`, when the same lead was predicted next. So the
 * newest prediction of each lead in any range is found by a comparison, without counting distinct values.
 */
export interface Leads {
  /** SQL condition of the newest prediction of each lead among the rows of a range. */
  newestIn(range: TimeRange): string;
  /** False where each lead has one row: then counts of rows are counts of leads. */
  readonly repeated: boolean;
  count(range: TimeRange): Promise<LeadCount>;
}

/** SQL of a number for each lead: of its first join key, else of all its values, of no value of the row itself. */
export function leadOf(features: number, joinKeys: readonly string[]): string {
  // As JSON, because a hash of several columns skips those that are null, whichever they are.
  const values = Array.from({ length: features }, (_, i) => [
    `number${i}`,
    `nullif(text${i}, 'null') as text${i}`,
  ]);
  const json = features === 0 ? "'{}'" : `to_json(struct(${values.flat().join(', ')}))`;
  const own = `case when ${json} = '{}' then xxhash64('row', file, block, record) else xxhash64('values', ${json}) end`;
  return joinKeys.length === 0
    ? own
    : `case when key0 is null or key0 = 'null' then ${own} else xxhash64('key', key0) end`;
}

/** Counts the rows of each lead; only where one has two are the rows sorted by lead, and cached once more. */
export async function findLeads(session: SparkSession, runName: string): Promise<Leads> {
  const [found] = await session.rows<{ rows: number; leads: number }>(
    'select double(count(*)), double(count(distinct lead)) from predictions',
    ['rows', 'leads'],
  );
  const repeated = (found?.leads ?? 0) < (found?.rows ?? 0);
  if (repeated) {
    await session.cache(
      'followed_predictions',
      `select *, lead(time_us) over (partition by lead order by time_us, score, label) as next_us,
        ${literal(runName)} as followed_by from all_predictions where broken_rule = 0`,
    );
    await session.run('create or replace temporary view predictions as select * from followed_predictions');
  } else {
    await session.run(
      'create or replace temporary view predictions as select *, bigint(null) as next_us from all_predictions where broken_rule = 0',
    );
  }
  const newestIn = ({ end }: TimeRange): string =>
    repeated ? `(next_us is null or next_us > ${microseconds(end)})` : 'true';
  return {
    repeated,
    newestIn,
    async count(range) {
      const [row] = await session.rows<{ leads: number; most: number | null }>(
        `select double(count(*)), double(max(n)) from (
          select count(*) as n from predictions where ${inRange(range)} group by lead)`,
        ['leads', 'most'],
      );
      return { leads: row?.leads ?? 0, mostRows: row?.most ?? 0 };
    },
  };
}
