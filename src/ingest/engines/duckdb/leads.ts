import type { LeadCount, TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import { inRange, microseconds } from './sql.ts';

/**
 * Which rows are of one lead. The table of predictions gets a column `next_us`, when the same lead was predicted next: so
 * the newest prediction of each lead in any range is found by a comparison, without counting distinct values.
 */
export interface Leads {
  /** SQL of the number of leads among the rows of a range, each by its newest prediction of the range. */
  countIn(range: TimeRange): string;
  /** SQL condition of those predictions. */
  newestIn(range: TimeRange): string;
  /** SQL of who a row of `prediction_rows` is about where it has no join key. */
  readonly own: string;
  /** False where each lead has one row: then counts of rows are counts of leads. */
  readonly repeated: boolean;
  count(range: TimeRange): Promise<LeadCount>;
}

/** Adds the column where some lead has two rows; a join key decides who is who, else the values, of no value the row. */
export async function findLeads(
  db: Database,
  values: readonly { readonly number: string | null; readonly text: string | null }[],
  joinKeys: readonly string[],
): Promise<Leads> {
  const held = values.flatMap(({ number, text }) => [number, text]).filter((sql) => sql !== null);
  // Of no value at all the row is its own lead. `row` keeps the two kinds of hash apart.
  const nothing = held.map((sql) => `(${sql}) is null`).join(' and ') || 'true';
  const own =
    held.length === 0
      ? "hash('row', rowid)"
      : `case when ${nothing} then hash('row', rowid) else hash(${held.join(', ')}) end`;
  const lead =
    joinKeys.length === 0
      ? own
      : `case when key0 is null or key0 = 'null' then ${own} else hash('key', key0) end`;
  await db.runPlain(
    `create table lead_rows as select rowid as row, time_us, score, label, ${lead} as lead
     from prediction_rows where time_us is not null`,
  );
  await db.run(`create table repeated_rows as select row, lead, time_us,
      lead(time_us) over (partition by lead order by time_us, score, label, row) as next_us
    from lead_rows where lead in (select lead from lead_rows group by lead having count(*) > 1)`);
  const [found] = await db.rows<{ n: number }>('select count(*)::double as n from repeated_rows');
  await db.run('drop table lead_rows');
  const repeated = (found?.n ?? 0) > 0;
  await db.run('alter table prediction_rows add column next_us bigint');
  if (repeated) {
    await db.run(
      'update prediction_rows set next_us = r.next_us from repeated_rows r where prediction_rows.rowid = r.row',
    );
  }
  const newestIn = ({ end }: TimeRange): string =>
    repeated ? `(next_us is null or next_us > ${microseconds(end)})` : 'true';
  const countIn = (range: TimeRange): string =>
    repeated ? `(count(*) filter (${newestIn(range)}))::double` : 'count(*)::double';
  return {
    own,
    repeated,
    newestIn,
    countIn,
    async count(range) {
      const [row] = await db.rows<{ leads: number; most: number | null }>(`
        select ${countIn(range)} as leads, (select max(n)::double from (
          select count(*) as n from repeated_rows where ${inRange(range)} group by lead)) as most
        from predictions where ${inRange(range)}`);
      const { leads = 0, most = null } = row ?? {};
      return { leads, mostRows: most ?? Math.min(1, leads) };
    },
  };
}
