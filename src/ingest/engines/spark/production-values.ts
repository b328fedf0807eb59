import { addCategory } from '../../rules/feature-table.ts';
import { type Frequencies, NULL_VALUE, type TableLimits } from './frequencies.ts';
import type { Cell } from './result-columns.ts';
import { sketchError, sketchQuery } from './sketch.ts';
import type { SparkSession } from './spark-session.ts';
import { literal } from './sql.ts';

/** Fetched counts of one feature in one chunk. */
export interface ChunkValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly categories: ReadonlyMap<string, number>;
  /** Present where the numbers are a sketch. */
  readonly sketchError?: number;
}

/** Features with at most so many distinct values are fetched together, in one query for all of them. */
const MAX_SMALL_VALUES = 5_000;
/** Category in which all categories beyond the limit are summed. */
export const OTHER_CATEGORIES = '(other categories)';

const NO_VALUES: ChunkValues = {
  values: new Float64Array(),
  counts: new Float64Array(),
  categories: new Map(),
};

/** Parallel columns; `merged` is null where the values are exact. */
interface LongColumns {
  readonly chunks: readonly Cell[];
  readonly values: readonly Cell[];
  readonly counts: readonly Cell[];
  readonly merged: readonly Cell[] | null;
}

/** Fetches the values of a range's features, those with few values together and others one by one, each once. */
export class ProductionValues {
  readonly #session: SparkSession;
  readonly #frequencies: Frequencies;
  readonly #limits: TableLimits;
  readonly #distinct = new Map<number, { numbers: number; texts: number }>();
  readonly #long = new Map<number, Promise<LongColumns>>();
  #small: Promise<Map<number, Map<number, ChunkValues>>> | null = null;

  constructor(session: SparkSession, frequencies: Frequencies, limits: TableLimits) {
    this.#session = session;
    this.#frequencies = frequencies;
    this.#limits = limits;
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
    const { chunks, values, counts, merged } = await this.#fetchLong(feature, size.numbers);
    const [start, end] = slice(chunks, chunk);
    const own = Float64Array.from(counts.slice(start, end), Number);
    return {
      values: Float64Array.from(values.slice(start, end), Number),
      counts: own,
      categories: new Map(),
      ...(merged === null ? {} : { sketchError: sketchError(own, merged.slice(start, end).map(Boolean)) }),
    };
  }

  /** Numbers of a feature in all chunks, exactly or as a sketch; fetched once. */
  #fetchLong(feature: number, distinct: number): Promise<LongColumns> {
    const existing = this.#long.get(feature);
    if (existing !== undefined) return existing;
    const exact = distinct <= this.#limits.exactValues;
    const source = `(select chunk, number, count from ${this.#frequencies.table} where feature = ${feature} and number is not null)`;
    const query = exact
      ? `select double(chunk), number, count, false from ${source} order by chunk, number`
      : sketchQuery(source, this.#limits.sketchCells);
    const fetching = this.#session
      .columns(query, 4)
      .then(([chunks = [], values = [], counts = [], merged = []]) => ({
        chunks,
        values,
        counts,
        merged: exact ? null : merged,
      }));
    this.#long.set(feature, fetching);
    return fetching;
  }

  /** Categories of a feature; numbers among them as JavaScript writes them. `known` are never pooled. */
  async categories(
    feature: number,
    chunk: number,
    known: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, number>> {
    const size = this.#size(feature);
    if (size.numbers + size.texts <= this.#smallLimit()) {
      const { values, counts, categories } = await this.#fromSmall(feature, chunk);
      return addAll(new Map(categories), values, counts);
    }
    // The reference's categories and the most frequent others are exact; the rest is one sum.
    const inTable = `${this.#frequencies.table} where feature = ${feature} and chunk = ${chunk} and not ${NULL_VALUE}`;
    const texts = [...known].map((category) => literal(JSON.stringify(category)));
    const first = known.size === 0 ? '' : `text in (${texts.join(', ')}) desc, `;
    const [numbers = [], otherTexts = [], perValue = []] = await this.#session.columns(
      `select number, text, count from ${inTable} order by ${first}count desc, number, text limit ${this.#limits.exactValues + known.size}`,
      3,
    );
    const counts = categoryCounts(numbers, otherTexts, perValue);
    const all = this.#frequencies.summaries.find((s) => s.feature === feature && s.chunk === chunk);
    const rest = (all === undefined ? 0 : all.present - all.missing) - total(counts);
    if (rest > 0) counts.set(OTHER_CATEGORIES, rest);
    return counts;
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
    const [feature = [], chunks = [], numbers = [], texts = [], counts = []] = await this.#session.columns(
      `select feature, double(chunk), number, text, count from ${this.#frequencies.table}
       where feature in (${features.map(([i]) => i).join(', ')}) and not ${NULL_VALUE}
       order by feature, chunk, number nulls last`,
      5,
    );
    for (let start = 0; start < feature.length; ) {
      let end = start;
      while (end < feature.length && feature[end] === feature[start] && chunks[end] === chunks[start]) end++;
      const perChunk = result.get(Number(feature[start])) ?? new Map<number, ChunkValues>();
      perChunk.set(
        Number(chunks[start]),
        chunkValues(numbers.slice(start, end), texts.slice(start, end), counts.slice(start, end)),
      );
      result.set(Number(feature[start]), perChunk);
      start = end;
    }
    return result;
  }
}

/** Parallel columns in which the rows with a number come first. */
function chunkValues(numbers: readonly Cell[], texts: readonly Cell[], counts: readonly Cell[]): ChunkValues {
  const firstNull = numbers.indexOf(null);
  const size = firstNull < 0 ? numbers.length : firstNull;
  return {
    values: Float64Array.from(numbers.slice(0, size), Number),
    counts: Float64Array.from(counts.slice(0, size), Number),
    categories: categoryCounts(numbers.slice(size), texts.slice(size), counts.slice(size)),
  };
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
