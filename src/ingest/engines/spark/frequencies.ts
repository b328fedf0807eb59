import type { TimeRange } from '../../store.ts';
import type { SparkSession } from './session.ts';
import { bucket, inRange } from './sql.ts';

/** How much of a frequency table may leave the cluster. */
export interface TableLimits {
  /** Distinct values of a numeric feature, or categories, that are carried exactly. */
  readonly exactValues: number;
  /** Cells of the sketch that stands for more distinct numbers than that. */
  readonly sketchCells: number;
}

/** One feature in one chunk of time: what its values are, counted in Spark. */
export interface FeatureSummary {
  readonly chunk: number;
  readonly feature: number;
  readonly missing: number;
  readonly present: number;
  readonly numbers: number;
  readonly integers: number;
  readonly strings: number;
  readonly booleans: number;
  readonly nested: number;
  /** Values that are no double: text, lists, and numbers too large. */
  readonly texts: number;
  readonly distinctNumbers: number;
  readonly distinctTexts: number;
  readonly min: number | null;
  readonly max: number | null;
}

const SUMMARY = [
  'chunk',
  'feature',
  'missing',
  'present',
  'numbers',
  'integers',
  'strings',
  'booleans',
  'nested',
  'texts',
  'distinctNumbers',
  'distinctTexts',
  'min',
  'max',
] as const;

/** A key that is null is missing; absent keys are not in the table at all. */
export const NULL_VALUE = "(n is null and t = 'null')";

/** Values of all features in one range, counted together in one pass over the cached rows. */
export interface Frequencies {
  /** Cached table `(chunk, f, n, t, c)`. */
  readonly table: string;
  readonly summaries: readonly FeatureSummary[];
  /** Accepted rows per chunk; one chunk 0 where the range is not cut. */
  readonly rows: ReadonlyMap<number, number>;
}

export type FrequencyStore = (range: TimeRange, chunkMs: number | null) => Promise<Frequencies>;

/** Counts each range (and way of cutting it) once, on first use. */
export function frequencyStore(session: SparkSession, features: number, build: string): FrequencyStore {
  const made = new Map<string, Promise<Frequencies>>();
  return (range, chunkMs) => {
    const key = `${range.start} ${range.end} ${chunkMs}`;
    const existing = made.get(key);
    if (existing !== undefined) return existing;
    const creating = count(session, `frequencies_${made.size}`, features, build, range, chunkMs);
    made.set(key, creating);
    return creating;
  };
}

async function count(
  session: SparkSession,
  table: string,
  features: number,
  build: string,
  range: TimeRange,
  chunkMs: number | null,
): Promise<Frequencies> {
  const chunk = chunkMs === null ? '0L' : bucket(chunkMs);
  const rows = await session.rows<{ chunk: number; n: number }>(
    `select double(${chunk}), double(count(*)) from predictions where ${inRange(range)} group by 1 order by 1`,
    ['chunk', 'n'],
  );
  const perChunk = new Map(rows.map(({ chunk: c, n }) => [c, n]));
  if (features === 0) return { table, summaries: [], rows: perChunk };
  const values = Array.from(
    { length: features },
    (_, i) => `named_struct('f', ${i}, 'n', n${i}, 't', t${i})`,
  );
  await session.cache(
    table,
    `select chunk, f, n, t, double(count(*)) as c, '${build}' as build
    from (select ${chunk} as chunk, inline(array(${values.join(', ')})) from predictions where ${inRange(range)})
    where n is not null or t is not null group by chunk, f, n, t`,
  );
  const summaries = await session.rows<FeatureSummary>(
    `select double(chunk), f, ${sum(NULL_VALUE)}, sum(c),
      ${sum('n is not null or ascii(t) in (45, 73, 49, 50, 51, 52, 53, 54, 55, 56, 57)')}, ${sum('n = rint(n)')},
      ${sum('ascii(t) = 34')}, ${sum("t in ('true', 'false')")}, ${sum('ascii(t) in (91, 123)')},
      ${sum(`n is null and not ${NULL_VALUE}`)}, double(count(n)),
      double(count(*) filter (where n is null and not ${NULL_VALUE})), min(n), max(n)
    from ${table} group by chunk, f order by chunk, f`,
    SUMMARY,
  );
  return { table, summaries, rows: perChunk };
}

const sum = (condition: string): string => `coalesce(sum(c) filter (where ${condition}), 0D)`;
