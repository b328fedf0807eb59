import type { TimeRange } from '../store.ts';
import type { Database } from './database.ts';
import { featureRows, inRange } from './sql.ts';

/** A key that is absent or null is missing; the loader makes no difference between the two. */
export const MISSING = '(n is null and t is null)';

/** So many features are counted by one statement: few enough for memory, many enough that statements cost nothing. */
const BATCH = 8;

/**
 * Distinct values of each feature within a range with their counts, made on first use and kept: profiles and joint
 * tables are both read from them, so that no feature is counted twice.
 */
export interface Frequencies {
  /** SQL of a feature's rows `(n, t, c)`, null for a key that no row has. */
  source(feature: string, range: TimeRange): Promise<string | null>;
  /** SQL of all features' rows `(f, n, t, c)`, `f` being the feature's position among `keys`. */
  all(range: TimeRange): Promise<string>;
  readonly keys: readonly string[];
}

interface Counted {
  readonly table: string;
  readonly done: Set<number>;
  /** The last statement that fills the table; the next waits for it. */
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
    const table = `frequencies_${ranges.size}`;
    const filling = db.run(`create table ${table} (f integer, n double, t varchar, c double)`);
    const made = { table, done: new Set<number>(), filling };
    ranges.set(key, made);
    return made;
  }

  async function count(range: TimeRange, features: readonly number[]): Promise<string> {
    const own = counted(range);
    const missing = features.filter((i) => !own.done.has(i));
    for (const i of missing) own.done.add(i);
    for (let start = 0; start < missing.length; start += BATCH) {
      const selects = missing.slice(start, start + BATCH).map((i) => countOf(i, kinds[i], range));
      own.filling = own.filling.then(() => db.run(`insert into ${own.table} ${selects.join(' union all ')}`));
    }
    await own.filling;
    return own.table;
  }

  return {
    keys,
    async source(feature, range) {
      const i = index.get(feature);
      if (i === undefined) return null;
      return `(select n, t, c from ${await count(range, [i])} where f = ${i})`;
    },
    all: (range) => count(range, [...index.values()]),
  };
}

/** Which of a feature's two columns hold anything at all: counting by one column is cheaper than by two. */
export interface ValueKinds {
  readonly numbers: boolean;
  readonly texts: boolean;
}

export async function valueKinds(db: Database, features: number): Promise<ValueKinds[]> {
  if (features === 0) return [];
  const counts = Array.from(
    { length: features },
    (_, i) => `count(n${i}) > 0 as n${i}, count(t${i}) > 0 as t${i}`,
  );
  const [row = {}] = await db.rows<Record<string, boolean>>(
    `select ${counts.join(', ')} from wide_predictions`,
  );
  return Array.from({ length: features }, (_, i) => ({
    numbers: row[`n${i}`] === true,
    texts: row[`t${i}`] === true,
  }));
}

function countOf(i: number, kinds: ValueKinds | undefined, range: TimeRange): string {
  const n = kinds?.numbers === false ? 'null::double' : `n${i}`;
  const t = kinds?.texts === false ? 'null::varchar' : `t${i}`;
  return `(select ${i}, ${n} as n, ${t} as t, count(*)::double from ${featureRows(i)} where ${inRange(range)} group by all)`;
}
