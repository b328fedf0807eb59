import type { ColumnProfile, FeatureProfile, FeatureTable, TableChunk } from '../../ingest/store.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { CategoricalTable, JointTable } from '../../stats/tables/joint-table.ts';
import { categoricalTableFromCounts, numericTableFromCounts } from '../../stats/tables/joint-table-from.ts';
import type { FeatureType } from '../../stats/tests/drift-test-types.ts';
import type { MetricsContext } from '../window.ts';
import { filledCount, valueKind } from './feature-type.ts';

/** Fewer strings than this share of the filled values are left out of a numeric feature, and counted. */
const LEAST_STRINGS = 0.01;

/** A feature of numbers that one side holds as strings: "3" where the other holds 3. */
export interface NumbersInStrings {
  /** The profile as if the strings were numbers. */
  readonly profile: FeatureProfile;
  readonly table: FeatureTable<CategoricalTable>;
  readonly note: string;
}

/**
 * Reads strings as the numbers they are, where one side of the feature holds numbers (or the policy says so) and most
 * values of the other side's strings are numbers; null where that is not so.
 */
export async function numbersInStrings(
  { store, policy, window }: MetricsContext,
  profile: FeatureProfile,
): Promise<NumbersInStrings | null> {
  if (!isPossible(profile, policy)) return null;
  const table = await store.categoricalTable(profile.name, window.predictions);
  const reference = asNumbers(profile.reference, table.table, 'reference');
  const production = asNumbers(profile.production, table.table, 'production');
  const read = { ...profile, reference, production };
  if (valueKind(reference) !== 'number' || valueKind(production) !== 'number') return null;
  const sides = [
    ...(reference !== profile.reference ? ['reference'] : []),
    ...(production !== profile.production ? ['log'] : []),
  ];
  const note = `Numbers in the ${sides.join(' and the ')} are written as strings ("3"); they are read as the numbers they are.`;
  return { profile: read, table, note };
}

function isPossible({ name, reference, production }: FeatureProfile, policy: Policy): boolean {
  const decided = policy.drift.features[name]?.type;
  if (decided === 'text' || reference === null || production === null) return false;
  const hasStrings = [reference, production].some((side) => side.strings > LEAST_STRINGS * filledCount(side));
  const numeric = valueKind(reference) === 'number' || valueKind(production) === 'number';
  return hasStrings && (numeric || decided === 'numeric');
}

/** The side's profile with strings counted as numbers where they are; the same object where it holds no such string. */
function asNumbers(
  profile: ColumnProfile | null,
  table: CategoricalTable,
  side: 'reference' | 'production',
): ColumnProfile | null {
  if (profile === null) return null;
  let [numbers, integers] = [0, 0];
  const distinct = new Set<number | string>();
  table.categories.forEach((category, row) => {
    const count = table[side][row] ?? 0;
    if (count === 0) return;
    const value = numberIn(category);
    distinct.add(value ?? category);
    if (value === null) return;
    numbers += count;
    if (Number.isInteger(value)) integers += count;
  });
  const found = numbers - profile.numbers;
  if (found <= 0) return profile;
  const strings = Math.max(0, profile.strings - found);
  return { ...profile, numbers, integers, strings, distinct: distinct.size };
}

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i;

/** The number that a text writes; null where it writes none. */
function numberIn(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : null;
}

/** The table read as numbers: a numeric one, or categories with every way to write a number ("3", "3.0") as one. */
export function tableOfNumbers(feature: FeatureTable, type: FeatureType): FeatureTable {
  const leads = feature.leads === feature.table ? null : readAsNumbers(feature.leads, type).table;
  const rows = rowsOfNumbers(feature, type);
  return { ...feature, ...rows, leads: leads ?? rows.table };
}

function rowsOfNumbers<Feature extends TableChunk['feature']>(feature: Feature, type: FeatureType): Feature {
  const { table, left } = readAsNumbers(feature.table, type);
  return left === null
    ? { ...feature, table }
    : { ...feature, table, mismatchedReference: left.reference, mismatchedProduction: left.production };
}

/** `left`: values of each side that are no numbers, where they are not in the table. */
function readAsNumbers(
  table: JointTable,
  type: FeatureType,
): {
  readonly table: JointTable;
  readonly left: { readonly reference: number; readonly production: number } | null;
} {
  if (table.kind !== 'categorical') return { table, left: null };
  const numbers = { reference: new Map<number, number>(), production: new Map<number, number>() };
  const texts = { reference: new Map<string, number>(), production: new Map<string, number>() };
  const left = { reference: 0, production: 0 };
  table.categories.forEach((category, row) => {
    const value = numberIn(category);
    for (const side of ['reference', 'production'] as const) {
      const count = table[side][row] ?? 0;
      if (count === 0) continue;
      if (value !== null) add(numbers[side], value, count);
      else left[side] += count;
      add(texts[side], value === null ? category : String(value), count);
    }
  });
  return type === 'numeric'
    ? { table: numericTableFromCounts(numbers.reference, numbers.production), left }
    : { table: categoricalTableFromCounts(texts.reference, texts.production), left: null };
}

/** The chunks of a feature of categories, read as numbers. */
export const chunksOfNumbers = (chunks: readonly TableChunk[], type: FeatureType): readonly TableChunk[] =>
  chunks.map((chunk) => ({ ...chunk, feature: rowsOfNumbers(chunk.feature, type) }));

/** A cell of a sampled row, read as a number where it writes one. */
export const cellOfNumbers = (cell: string | number | null): string | number | null =>
  typeof cell === 'string' ? (numberIn(cell) ?? cell) : cell;

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
