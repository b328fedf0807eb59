import type { TimeRange } from '../../store.ts';
import type { Leads } from './leads.ts';
import type { SparkSession } from './spark-session.ts';
import { bucket, inRange } from './sql.ts';

/** Limits on the rows of a frequency table that are fetched from the cluster. */
export interface TableLimits {
  /** Distinct values of a numeric feature, or categories, that are fetched exactly. */
  readonly exactValues: number;
  /** Cells of the sketch that replaces more distinct numbers than that. */
  readonly sketchCells: number;
}

/** Counts of one feature in one chunk of time, by kind of value. */
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
  /** Leads, by their newest prediction of the range, with a value, and with a number. */
  readonly leads: number;
  readonly numberLeads: number;
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
  'leads',
  'numberLeads',
  'distinctNumbers',
  'distinctTexts',
  'min',
  'max',
] as const;

/** A key that is null is missing; absent keys have no row in the table. */
export const NULL_VALUE = "(number is null and text = 'null')";

/** Values of all features in one range, counted together in one pass over the cached rows. */
export interface Frequencies {
  /** Cached table `(chunk, feature, number, text, count, leads)`. */
  readonly table: string;
  readonly summaries: readonly FeatureSummary[];
  /** Accepted rows per chunk; without chunks the whole range is chunk 0. */
  readonly rows: ReadonlyMap<number, number>;
}

export type FrequencyStore = (range: TimeRange, chunkMs: number | null) => Promise<Frequencies>;

/** Counts each range, with each length of chunks, once, on first use. */
export function frequencyStore(
  session: SparkSession,
  features: number,
  runName: string,
  leads: Leads,
): FrequencyStore {
  const made = new Map<string, Promise<Frequencies>>();
  return (range, chunkMs) => {
    const key = `${range.start} ${range.end} ${chunkMs}`;
    const existing = made.get(key);
    if (existing !== undefined) return existing;
    const creating = count(session, `frequencies_${made.size}`, features, runName, leads, range, chunkMs);
    made.set(key, creating);
    return creating;
  };
}

async function count(
  session: SparkSession,
  table: string,
  features: number,
  runName: string,
  leads: Leads,
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
    (_, i) => `named_struct('feature', ${i}, 'number', number${i}, 'text', text${i})`,
  );
  await session.cache(
    table,
    `select chunk, feature, number, text, double(count(*)) as count, double(count_if(newest)) as leads,
      '${runName}' as run_name
    from (select ${chunk} as chunk, ${leads.newestIn(range)} as newest, inline(array(${values.join(', ')})) from predictions where ${inRange(range)})
    where number is not null or text is not null group by chunk, feature, number, text`,
  );
  const summaries = await session.rows<FeatureSummary>(
    `select double(chunk), feature, ${sum(NULL_VALUE)}, sum(count),
      ${sum('number is not null or ascii(text) in (45, 73, 49, 50, 51, 52, 53, 54, 55, 56, 57)')},
      ${sum('number = rint(number)')}, ${sum('ascii(text) = 34')}, ${sum("text in ('true', 'false')")},
      ${sum('ascii(text) in (91, 123)')}, ${sum(`number is null and not ${NULL_VALUE}`)},
      coalesce(sum(leads) filter (where not ${NULL_VALUE}), 0D), coalesce(sum(leads) filter (where number is not null), 0D),
      double(count(number)),
      double(count(*) filter (where number is null and not ${NULL_VALUE})), min(number), max(number)
    from ${table} group by chunk, feature order by chunk, feature`,
    SUMMARY,
  );
  return { table, summaries, rows: perChunk };
}

const sum = (condition: string): string => `coalesce(sum(count) filter (where ${condition}), 0D)`;
