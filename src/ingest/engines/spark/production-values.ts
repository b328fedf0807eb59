import { addCategory, type CategoryCounts } from '../../rules/feature-table.ts';
import { type Frequencies, NULL_VALUE, type TableLimits } from './frequencies.ts';
import type { Cell } from './result-columns.ts';
import { sketchError, sketchQuery } from './sketch.ts';
import type { SparkSession } from './spark-session.ts';
import { literal } from './sql.ts';

/** Fetched counts of one feature in one chunk. */
export interface ChunkValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  /** The same array as `counts` where each lead has one row. */
  readonly leads: Float64Array;
  readonly categories: CategoryCounts;
  /** Present where the numbers are a sketch. */
  readonly sketchError?: number;
}

/** Features with at most so many distinct values are fetched together, in one query for all of them. */
const MAX_SMALL_VALUES = 5_000;
/** Category in which all categories beyond the limit are summed. */
export const OTHER_CATEGORIES = '(other categories)';

const NONE = new Float64Array();
const NO_CATEGORIES: ReadonlyMap<string, number> = new Map();
const NO_VALUES: ChunkValues = {
  values: NONE,
  counts: NONE,
  leads: NONE,
  categories: { rows: NO_CATEGORIES, leads: NO_CATEGORIES },
};

/** Parallel columns; `merged` is null where the values are exact. */
interface LongColumns {
  readonly chunks: readonly Cell[];
  readonly values: readonly Cell[];
  readonly counts: readonly Cell[];
  readonly leads: readonly Cell[];
  readonly merged: readonly Cell[] | null;
}

/** Fetches the values of a range's features, those with few values together and others one by one, each once. */
export class ProductionValues {
  readonly #session: SparkSession;
  readonly #frequencies: Frequencies;
  readonly #limits: TableLimits;
  readonly #repeated: boolean;
  readonly #distinct = new Map<number, { numbers: number; texts: number }>();
  readonly #long = new Map<number, Promise<LongColumns>>();
  #small: Promise<Map<number, Map<number, ChunkValues>>> | null = null;

  /** @param repeated whether some lead has two rows. */
  constructor(session: SparkSession, frequencies: Frequencies, limits: TableLimits, repeated: boolean) {
    this.#session = session;
    this.#frequencies = frequencies;
    this.#limits = limits;
    this.#repeated = repeated;
    for (const { feature, distinctNumbers, distinctTexts } of frequencies.summaries) {
      const sum = this.#distinct.get(feature) ?? { numbers: 0, texts: 0 };
      sum.numbers += distinctNumbers;
      sum.texts += distinctTexts;
      this.#distinct.set(feature, sum);
    }
  }

  async numbers(feature: number, chunk: number): Promise<ChunkValues> {
    const size = this.#size(feature);
    if (size.numbers + size.texts <= this.#smallLimit()) return this.#fromSmall(feature, chunk);
    const { chunks, values, counts, leads, merged } = await this.#fetchLong(feature, size.numbers);
    const [start, end] = slice(chunks, chunk);
    const own = Float64Array.from(counts.slice(start, end), Number);
    return {
      values: Float64Array.from(values.slice(start, end), Number),
      counts: own,
      leads: this.#repeated ? Float64Array.from(leads.slice(start, end), Number) : own,
      categories: NO_VALUES.categories,
      ...(merged === null ? {} : { sketchError: sketchError(own, merged.slice(start, end).map(Boolean)) }),
    };
  }

  /** Numbers of a feature in all chunks, exactly or as a sketch; fetched once. */
  #fetchLong(feature: number, distinct: number): Promise<LongColumns> {
    const existing = this.#long.get(feature);
    if (existing !== undefined) return existing;
    const exact = distinct <= this.#limits.exactValues;
    const source = `(select chunk, number, count, leads from ${this.#frequencies.table} where feature = ${feature} and number is not null)`;
    const query = exact
      ? `select double(chunk), number, count, leads, false from ${source} order by chunk, number`
      : sketchQuery(source, this.#limits.sketchCells);
    const fetching = this.#session
      .columns(query, 5)
      .then(([chunks = [], values = [], counts = [], leads = [], merged = []]) => ({
        chunks,
        values,
        counts,
        leads,
        merged: exact ? null : merged,
      }));
    this.#long.set(feature, fetching);
    return fetching;
  }

  /** Categories of a feature; numbers among them as JavaScript writes them. `known` are never pooled. */
  async categories(feature: number, chunk: number, known: ReadonlySet<string>): Promise<CategoryCounts> {
    const size = this.#size(feature);
    if (size.numbers + size.texts <= this.#smallLimit()) {
      const { values, counts, leads, categories } = await this.#fromSmall(feature, chunk);
      const rows = addAll(new Map(categories.rows), values, counts);
      return { rows, leads: this.#repeated ? addAll(new Map(categories.leads), values, leads) : rows };
    }
    // The reference's categories and the most frequent others are exact; the rest is one sum.
    const inTable = `${this.#frequencies.table} where feature = ${feature} and chunk = ${chunk} and not ${NULL_VALUE}`;
    const texts = [...known].map((category) => literal(JSON.stringify(category)));
    const first = known.size === 0 ? '' : `text in (${texts.join(', ')}) desc, `;
    const [numbers = [], otherTexts = [], perValue = [], newest = []] = await this.#session.columns(
      `select number, text, count, leads from ${inTable} order by ${first}count desc, number, text limit ${this.#limits.exactValues + known.size}`,
      4,
    );
    const counts = categoryCounts(numbers, otherTexts, perValue);
    const leads = this.#repeated ? categoryCounts(numbers, otherTexts, newest) : counts;
    const all = this.#frequencies.summaries.find((s) => s.feature === feature && s.chunk === chunk);
    const rest = (all === undefined ? 0 : all.present - all.missing) - total(counts);
    // How many leads the rest are is not known; the name is nobody's, and they count in no other category.
    if (rest > 0) counts.set(OTHER_CATEGORIES, rest);
    return { rows: counts, leads };
  }

  #size(feature: number) {
    return this.#distinct.get(feature) ?? { numbers: 0, texts: 0 };
  }

  #smallLimit(): number {
    return Math.min(MAX_SMALL_VALUES, this.#limits.exactValues);
  }

  async #fromSmall(feature: number, chunk: number): Promise<ChunkValues> {
    this.#small ??= this.#fetchSmall();
    return (await this.#small).get(feature)?.get(chunk) ?? NO_VALUES;
  }

  async #fetchSmall(): Promise<Map<number, Map<number, ChunkValues>>> {
    const features = [...this.#distinct].filter(
      ([, { numbers, texts }]) => numbers + texts <= this.#smallLimit(),
    );
    const result = new Map<number, Map<number, ChunkValues>>();
    if (features.length === 0) return result;
    const [feature = [], chunks = [], numbers = [], texts = [], counts = [], leads = []] =
      await this.#session.columns(
        `select feature, double(chunk), number, text, count, leads from ${this.#frequencies.table}
       where feature in (${features.map(([i]) => i).join(', ')}) and not ${NULL_VALUE}
       order by feature, chunk, number nulls last`,
        6,
      );
    for (let start = 0; start < feature.length; ) {
      let end = start;
      while (end < feature.length && feature[end] === feature[start] && chunks[end] === chunks[start]) end++;
      const perChunk = result.get(Number(feature[start])) ?? new Map<number, ChunkValues>();
      perChunk.set(
        Number(chunks[start]),
        this.#chunkValues({
          numbers: numbers.slice(start, end),
          texts: texts.slice(start, end),
          counts: counts.slice(start, end),
          leads: leads.slice(start, end),
        }),
      );
      result.set(Number(feature[start]), perChunk);
      start = end;
    }
    return result;
  }

  #chunkValues({ numbers, texts, counts, leads }: ChunkColumns): ChunkValues {
    const firstNull = numbers.indexOf(null);
    const size = firstNull < 0 ? numbers.length : firstNull;
    const own = Float64Array.from(counts.slice(0, size), Number);
    const rows = categoryCounts(numbers.slice(size), texts.slice(size), counts.slice(size));
    return {
      values: Float64Array.from(numbers.slice(0, size), Number),
      counts: own,
      leads: this.#repeated ? Float64Array.from(leads.slice(0, size), Number) : own,
      categories: {
        rows,
        leads: this.#repeated
          ? categoryCounts(numbers.slice(size), texts.slice(size), leads.slice(size))
          : rows,
      },
    };
  }
}

/** Parallel columns in which the rows with a number come first. */
interface ChunkColumns {
  readonly numbers: readonly Cell[];
  readonly texts: readonly Cell[];
  readonly counts: readonly Cell[];
  readonly leads: readonly Cell[];
}

function categoryCounts(
  numbers: readonly Cell[],
  texts: readonly Cell[],
  counts: readonly Cell[],
): Map<string, number> {
  const categories = new Map<string, number>();
  for (const [i, count] of counts.entries()) {
    const number = numbers[i];
    addCategory(
      categories,
      typeof number === 'number' ? number : null,
      String(texts[i] ?? ''),
      Number(count),
    );
  }
  return categories;
}

function addAll(counts: Map<string, number>, values: Float64Array, of: Float64Array): Map<string, number> {
  for (const [i, value] of values.entries()) {
    counts.set(String(value), (counts.get(String(value)) ?? 0) + (of[i] ?? 0));
  }
  return counts;
}

function slice(chunks: readonly Cell[], chunk: number): [number, number] {
  const start = chunks.indexOf(chunk);
  return start < 0 ? [0, 0] : [start, chunks.lastIndexOf(chunk) + 1];
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
