import type { TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import { featureRows, inRange } from './sql.ts';

/** A key that is absent or null is missing; the loader makes no difference between the two. */
export const MISSING = '(n is null and t is null)';

/** So many features are counted by one statement: few enough for memory, many enough that statements cost nothing. */
const BATCH = 8;

/**
 * Distinct values of each feature within a range with their counts, made on first use and kept. The rows are counted
 * once, day by day, and the whole range is the sum of its days; of a feature with about as many values as rows the
 * rows themselves are its daily counts.
 */
export interface Frequencies {
  /** SQL of a feature's rows `(n, t, c)`, null for a key that no row has. */
  source(feature: string, range: TimeRange): Promise<string | null>;
  /**
   * SQL of a feature's rows `(d, n, t, c)`, `d` being the day since the epoch (UTC); a value may stand several times in a
   * day. Null for a key that no row has.
   */
  days(feature: string, range: TimeRange): Promise<string | null>;
  /** SQL of all features' rows `(f, n, t, c)`, `f` being the feature's position among `keys`. */
  all(range: TimeRange): Promise<string>;
  readonly keys: readonly string[];
}

interface Counted {
  /** Table `(f, n, t, c)`. */
  readonly whole: string;
  /** Table `(f, d, n, t, c)`. */
  readonly daily: string;
  readonly done: Set<number>;
  /** The last statement that fills the tables; the next waits for it. */
  filling: Promise<void>;
}

export function openFrequencies(
  db: Database,
  index: ReadonlyMap<string, number>,
  kinds: readonly ValueKinds[],
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
      .run(`create table ${daily} (f integer, d bigint, n double, t varchar, c double)`)
      .then(() => db.run(`create table ${whole} (f integer, n double, t varchar, c double)`));
    const made = { whole, daily, done: new Set<number>(), filling };
    ranges.set(key, made);
    return made;
  }

  async function count(range: TimeRange, features: readonly number[]): Promise<Counted> {
    const own = counted(range);
    const missing = features.filter((i) => !own.done.has(i));
    for (const i of missing) own.done.add(i);
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH);
      own.filling = own.filling.then(() => fill(own, batch, range));
    }
    await own.filling;
    return own;
  }

  async function fill({ daily, whole }: Counted, batch: readonly number[], range: TimeRange): Promise<void> {
    const many = batch.filter((i) => kinds[i]?.manyValued === true);
    const few = batch.filter((i) => !many.includes(i));
    if (few.length > 0) {
      const counts = few.map((i) => `(select ${i}, ${dayOf}, ${countOf(i, kinds[i], range)})`);
      await db.run(`insert into ${daily} ${counts.join(' union all ')}`);
      await db.run(
        `insert into ${whole} select f, n, t, sum(c) from ${daily} where f in (${few.join()}) group by all`,
      );
    }
    for (const i of many) await db.run(`insert into ${whole} select ${i}, ${countOf(i, kinds[i], range)}`);
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
      one(feature, range, ({ whole }, i) => `(select n, t, c from ${whole} where f = ${i})`),
    days: (feature, range) =>
      one(feature, range, ({ daily }, i) =>
        kinds[i]?.manyValued === true
          ? `(select ${dayOf} as d, n${i} as n, t${i} as t, 1::double as c from ${featureRows(i)} where ${inRange(range)})`
          : `(select d, n, t, c from ${daily} where f = ${i})`,
      ),
    all: async (range) => (await count(range, [...index.values()])).whole,
  };
}

/** What is known of a feature's values before they are counted. */
export interface ValueKinds {
  /** Which of its two columns hold anything at all: counting by one column is cheaper than by two. */
  readonly numbers: boolean;
  readonly texts: boolean;
  /** Most rows have a value of their own, as far as the first ones show. */
  readonly manyValued: boolean;
}

const LOOKED_AT = 20_000;

export async function valueKinds(db: Database, features: number): Promise<ValueKinds[]> {
  if (features === 0) return [];
  const each = (sql: (i: number) => string): string =>
    Array.from({ length: features }, (_, i) => sql(i)).join(', ');
  const [held = {}] = await db.rows<Record<string, boolean>>(
    `select ${each((i) => `count(n${i}) > 0 as n${i}, count(t${i}) > 0 as t${i}`)} from wide_predictions`,
  );
  const [many = {}] = await db.rows<Record<string, boolean>>(`
    select ${each((i) => `2 * (approx_count_distinct(n${i}) + approx_count_distinct(t${i})) > count(*) as m${i}`)}
    from (select * from wide_predictions limit ${LOOKED_AT})`);
  return Array.from({ length: features }, (_, i) => ({
    numbers: held[`n${i}`] === true,
    texts: held[`t${i}`] === true,
    manyValued: many[`m${i}`] === true,
  }));
}

const DAY_US = 86_400_000_000;
const dayOf = `us // ${DAY_US}`;

/** End of a statement that counts a feature's values, after whatever else it selects and groups by. */
function countOf(i: number, kinds: ValueKinds | undefined, range: TimeRange): string {
  const n = kinds?.numbers === false ? 'null::double' : `n${i}`;
  const t = kinds?.texts === false ? 'null::varchar' : `t${i}`;
  return `${n} as n, ${t} as t, count(*)::double from ${featureRows(i)} where ${inRange(range)} group by all`;
}
