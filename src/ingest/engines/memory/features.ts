import { byCodeUnit, nullsLast } from '../../ordering.ts';
import type { KeyCount } from '../../rules/choose-keys.ts';
import {
  addCategory,
  categoricalFeatureTable,
  decodeText,
  numericFeatureTable,
} from '../../rules/feature-table.ts';
import type { ReferenceCounts } from '../../rules/reference-side.ts';
import { sampleKey } from '../../rules/sample-order.ts';
import { SHADOW_FIELD, shadowScores } from '../../rules/shadow-scores.ts';
import type { ColumnProfile, LeadRow, ScoredKey } from '../../store.ts';
import { inputValue, type MemoryPrediction, type StoredValue, storedValue } from './rows.ts';

const isMissing = ({ number, text }: StoredValue): boolean => number === null && text === null;

/** Every input key with its rows and leads. A key that only ever holds null is none. */
export function inputKeys(predictions: readonly MemoryPrediction[], joinKeys: readonly string[]): KeyCount[] {
  const counts = new Map<string, { rows: number; readonly leads: Set<string> }>();
  for (const row of predictions) {
    const lead = leadOf(row, joinKeys[0]);
    for (const [key, value] of Object.entries(row.input)) {
      if (isMissing(storedValue(value, 1))) continue;
      const count = counts.get(key) ?? { rows: 0, leads: new Set() };
      counts.set(key, count);
      count.rows++;
      count.leads.add(lead);
    }
  }
  return [...counts].map(([key, { rows, leads }]) => ({ key, rows, leads: leads.size }));
}

/** Who a row is about: the join key, where outcomes have one, else the whole input. */
function leadOf(row: MemoryPrediction, joinKey: string | undefined): string {
  const value = joinKey === undefined ? null : (row.keys?.[joinKey] ?? inputValue(row, joinKey) ?? null);
  if (value !== null) return JSON.stringify(value);
  return JSON.stringify(Object.entries(row.input).sort(([a], [b]) => byCodeUnit(a, b)));
}

/**
 * What the values of one key are; null where every row lacks it.
 *
 * @param newest the values of each lead's newest row.
 */
export function productionProfile(
  values: readonly StoredValue[],
  newest: readonly StoredValue[],
): ColumnProfile | null {
  const filled = values.filter((value) => !isMissing(value));
  if (filled.length === 0) return null;
  const numbers = filled.flatMap(({ number }) => (number === null ? [] : [number]));
  const texts = filled.flatMap(({ text }) => (text === null ? [] : [text]));
  const matching = (pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length;
  return {
    rows: values.length,
    missing: values.length - filled.length,
    // A number that is not finite is kept as text.
    numbers: numbers.length + matching(/^[-\dI]/),
    integers: numbers.filter(Number.isInteger).length,
    strings: matching(/^"/),
    booleans: matching(/^(true|false)$/),
    nested: matching(/^[[{]/),
    leads: newest.filter((value) => !isMissing(value)).length,
    distinct: new Set(numbers).size + new Set(texts).size,
    min: numbers.reduce<number | null>((least, x) => Math.min(least ?? x, x), null),
    max: numbers.reduce<number | null>((most, x) => Math.max(most ?? x, x), null),
  };
}

/** @param newest the values of each lead's newest row. */
export function numericTableOf(
  reference: ReferenceCounts,
  values: readonly StoredValue[],
  newest: readonly StoredValue[],
) {
  const counts = numberCounts(values);
  const once = newest.length === values.length ? null : numberCounts(newest);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const rows = Float64Array.from(sorted, ([, count]) => count);
  return numericFeatureTable(reference, {
    values: Float64Array.from(sorted, ([value]) => value),
    counts: rows,
    leads: once === null ? rows : Float64Array.from(sorted, ([value]) => once.get(value) ?? 0),
    missing: values.filter(isMissing).length,
    mismatched: values.filter(({ text }) => text !== null).length,
  });
}

function numberCounts(values: readonly StoredValue[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { number } of values) if (number !== null) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

/** @param newest the values of each lead's newest row. */
export function categoricalTableOf(
  reference: ReferenceCounts,
  values: readonly StoredValue[],
  newest: readonly StoredValue[],
) {
  const rows = categoryCounts(values);
  const leads = newest.length === values.length ? rows : categoryCounts(newest);
  return categoricalFeatureTable(reference, { rows, leads }, values.filter(isMissing).length);
}

function categoryCounts(values: readonly StoredValue[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (!isMissing(value)) addCategory(counts, value.number, value.text, 1);
  return counts;
}

/** A stored value as a cell of a sample; null where it is missing. */
export const cellOf = ({ number, text }: StoredValue): string | number | null =>
  number ?? (text === null ? null : decodeText(text));

/** Rows with the values of the wanted keys in the order that every engine samples in; see `sampleOrder`. */
export function sampledPredictions(
  predictions: readonly MemoryPrediction[],
  keys: readonly string[],
  textLimit: number,
): { readonly row: MemoryPrediction; readonly values: StoredValue[] }[] {
  return predictions
    .map((row) => ({
      row,
      key: sampleKey(Math.round(row.time * 1000)),
      values: keys.map((key) => storedValue(inputValue(row, key), textLimit)),
    }))
    .sort((a, b) => a.key - b.key || compareRows(a.row, b.row) || compareValues(a.values, b.values));
}

const compareRows = (a: MemoryPrediction, b: MemoryPrediction): number =>
  a.time - b.time ||
  a.score - b.score ||
  byCodeUnit(a.label, b.label) ||
  nullsLast(a.inferenceMs, b.inferenceMs, (x, y) => x - y) ||
  nullsLast(a.modelVersion, b.modelVersion, byCodeUnit);

function compareValues(a: readonly StoredValue[], b: readonly StoredValue[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? value;
    const order =
      nullsLast(value.number, other.number, (x, y) => x - y) || nullsLast(value.text, other.text, byCodeUnit);
    if (order !== 0) return order;
  }
  return 0;
}

/** Value of a join key as the outcomes hold it; null where a prediction has none. */
function keyOf(row: MemoryPrediction, joinKey: string): string | null {
  const value = row.keys?.[joinKey] ?? inputValue(row, joinKey) ?? null;
  return value === null ? null : String(cellOf(storedValue(value, Infinity)) ?? '');
}

/** Scores of versions that were not used, by join key. */
export function shadowsOf(predictions: readonly MemoryPrediction[], joinKey: string): ScoredKey[] {
  return shadowScores(
    predictions.flatMap((row) => {
      const key = keyOf(row, joinKey);
      const shadow = keyOf(row, SHADOW_FIELD);
      return key === null || shadow === null ? [] : [{ key, time: row.time, shadow }];
    }),
  );
}

/** First prediction of each value of a join key by each version, oldest first. */
export const firstScores = (predictions: readonly MemoryPrediction[], joinKey: string): ScoredKey[] =>
  firstRows(predictions, joinKey, () => 0).map(({ found }) => found);

/** The same of the given leads, each with values of its row; of several at one time with one score the first values. */
export function leadRows(
  predictions: readonly MemoryPrediction[],
  joinKey: string,
  leads: readonly string[],
  valuesOf: (row: MemoryPrediction) => StoredValue[],
): LeadRow[] {
  const wanted = new Set(leads);
  return firstRows(predictions, joinKey, (a, b) => compareValues(valuesOf(a), valuesOf(b)))
    .filter(({ found }) => wanted.has(found.key))
    .map(({ found, row }) => ({ ...found, cells: valuesOf(row).map(cellOf) }));
}

function firstRows(
  predictions: readonly MemoryPrediction[],
  joinKey: string,
  compare: (a: MemoryPrediction, b: MemoryPrediction) => number,
): { readonly found: ScoredKey; readonly row: MemoryPrediction }[] {
  const first = new Map<string, { readonly found: ScoredKey; readonly row: MemoryPrediction }>();
  for (const row of predictions) {
    const key = keyOf(row, joinKey);
    if (key === null) continue;
    const { time, score } = row;
    const version = row.modelVersion ?? '';
    const place = JSON.stringify([key, version]);
    const other = first.get(place)?.row;
    if (other === undefined || (time - other.time || other.score - score || compare(row, other)) < 0) {
      first.set(place, { found: { key, version, time, score }, row });
    }
  }
  return [...first.values()].sort(
    ({ found: a }, { found: b }) =>
      a.time - b.time || byCodeUnit(a.key, b.key) || byCodeUnit(a.version, b.version),
  );
}
