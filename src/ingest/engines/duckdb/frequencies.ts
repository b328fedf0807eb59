import type { TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import type { Leads } from './leads.ts';
import { featureRows, inRange } from './sql.ts';

/** A key that is absent or null is missing; the loader treats both alike. */
export const MISSING = '(number is null and text is null)';

/** Features counted by one statement: few enough for memory, enough that starting statements costs little. */
const BATCH_FEATURES = 8;

/**
 * Distinct values of each feature within a range with their counts, made on first use and kept. The rows are counted
 * once, day by day, and the whole range is the sum of its days. Features with about as many values as rows have no daily
 * table: their rows take its place.
 */
export interface Frequencies {
  /** SQL of a feature's rows `(number, text, count, leads)`, null for a key that no row has. */
  source(feature: string, range: TimeRange): Promise<string | null>;
  /**
   * SQL of a feature's rows `(day, number, text, count, leads)`, days since the epoch (UTC); a value may stand several times
   * in a day. Null for a key that no row has.
   */
  days(feature: string, range: TimeRange): Promise<string | null>;
  /** SQL of all features' rows `(feature, number, text, count, leads)`; `feature` is a position in `keys`. */
  all(range: TimeRange): Promise<string>;
  readonly keys: readonly string[];
  /** Drops the tables that were made. */
  drop(): Promise<void>;
}

interface Counted {
  /** Table `(feature, number, text, count, leads)`. */
  readonly whole: string;
  /** Table `(feature, day, number, text, count, leads)`: leads by their newest prediction of the whole range. */
  readonly daily: string;
  readonly done: Set<number>;
  /** The last statement that fills the tables; the next waits for it. */
  filling: Promise<void>;
}

export function openFrequencies(
  db: Database,
  index: ReadonlyMap<string, number>,
  kinds: readonly ValueKinds[],
  leads: Leads,
): Frequencies {
  const ranges = new Map<string, Counted>();
  const keys = [...index.keys()];

  function counted(range: TimeRange): Counted {
    const key = `${range.start} ${range.end}`;
    const existing = ranges.get(key);
    if (existing !== undefined) return existing;
    const whole = `frequencies_${ranges.size}`;
    const daily = `daily_frequencies_${ranges.size}`;
    const filling = db
      .run(
        `create table ${daily} (feature integer, day bigint, number double, text varchar, count double, leads double)`,
      )
      .then(() =>
        db.run(
          `create table ${whole} (feature integer, number double, text varchar, count double, leads double)`,
        ),
      );
    const made = { whole, daily, done: new Set<number>(), filling };
    ranges.set(key, made);
    return made;
  }

  async function count(range: TimeRange, features: readonly number[]): Promise<Counted> {
    const own = counted(range);
    const missing = features.filter((i) => !own.done.has(i));
    for (const i of missing) own.done.add(i);
    for (let start = 0; start < missing.length; start += BATCH_FEATURES) {
      const batch = missing.slice(start, start + BATCH_FEATURES);
      own.filling = own.filling.then(() => fill(own, batch, range));
    }
    await own.filling;
    return own;
  }

  async function fill({ daily, whole }: Counted, batch: readonly number[], range: TimeRange): Promise<void> {
    const many = batch.filter((i) => kinds[i]?.manyValued === true);
    const few = batch.filter((i) => !many.includes(i));
    if (few.length > 0) {
      const counts = few.map((i) => `(select ${i}, ${DAY}, ${countOf(i, range)})`);
      await db.run(`insert into ${daily} ${counts.join(' union all ')}`);
      await db.run(
        `insert into ${whole} select feature, number, text, sum(count), sum(leads) from ${daily}
         where feature in (${few.join()}) group by all`,
      );
    }
    for (const i of many) await db.run(`insert into ${whole} select ${i}, ${countOf(i, range)}`);
  }

  /** The end of a statement that counts a feature's values; further columns to select and group by stand before it. */
  function countOf(i: number, range: TimeRange): string {
    const number = kinds[i]?.numbers === false ? 'null::double' : `number${i}`;
    const text = kinds[i]?.texts === false ? 'null::varchar' : `text${i}`;
    return `${number} as number, ${text} as text, count(*)::double, ${leads.countIn(range)} from ${featureRows(i)}
      where ${inRange(range)} group by all`;
  }

  async function one(
    feature: string,
    range: TimeRange,
    sql: (own: Counted, i: number) => string,
  ): Promise<string | null> {
    const i = index.get(feature);
    return i === undefined ? null : sql(await count(range, [i]), i);
  }

  return {
    keys,
    source: (feature, range) =>
      one(
        feature,
        range,
        ({ whole }, i) => `(select number, text, count, leads from ${whole} where feature = ${i})`,
      ),
    days: (feature, range) =>
      one(feature, range, ({ daily }, i) =>
        kinds[i]?.manyValued === true
          ? `(select ${DAY} as day, number${i} as number, text${i} as text, 1::double as count,
                (${leads.newestIn(range)})::int::double as leads
              from ${featureRows(i)} where ${inRange(range)})`
          : `(select day, number, text, count, leads from ${daily} where feature = ${i})`,
      ),
    all: async (range) => (await count(range, [...index.values()])).whole,
    async drop() {
      for (const { whole, daily, filling } of ranges.values()) {
        await filling.catch(() => undefined);
        await db.run(`drop table if exists ${whole}`);
        await db.run(`drop table if exists ${daily}`);
      }
      ranges.clear();
    },
  };
}

/** What is known of a feature's values before they are counted: it decides how they are counted. */
export interface ValueKinds {
  /** Which of its two columns hold any value: counting by one column is cheaper than by two. */
  readonly numbers: boolean;
  readonly texts: boolean;
  /** More than half of the first rows have a value of their own. */
  readonly manyValued: boolean;
}

const SAMPLED_ROWS = 20_000;

export async function valueKinds(db: Database, features: number): Promise<ValueKinds[]> {
  if (features === 0) return [];
  const each = (sql: (i: number) => string): string =>
    Array.from({ length: features }, (_, i) => sql(i)).join(', ');
  const [held = {}] = await db.rows<Record<string, boolean>>(
    `select ${each((i) => `count(number${i}) > 0 as number${i}, count(text${i}) > 0 as text${i}`)} from wide_predictions`,
  );
  const [many = {}] = await db.rows<Record<string, boolean>>(`
    select ${each((i) => `2 * (approx_count_distinct(number${i}) + approx_count_distinct(text${i})) > count(*) as many${i}`)}
    from (select * from wide_predictions limit ${SAMPLED_ROWS})`);
  return Array.from({ length: features }, (_, i) => ({
    numbers: held[`number${i}`] === true,
    texts: held[`text${i}`] === true,
    manyValued: many[`many${i}`] === true,
  }));
}

const DAY_US = 86_400_000_000;
const DAY = `time_us // ${DAY_US}`;
