import type { CategoricalTable, NumericTable } from '../../../stats/tables/joint-table.ts';
import { categoricalTable, numericTable } from '../../../stats/tables/joint-table-from.ts';
import type { ColumnProfile, FeatureTable, Store } from '../../store.ts';
import type { Cell, Columns } from './two-tables.ts';

/**
 * Two tables in memory behind the store's interface, so that a manual comparison runs through the very code that makes
 * the nightly report. There is no time: every range holds all of production, and there are no chunks.
 */
export function memoryStore(reference: Columns, production: Columns): Store {
  const cells = (side: Columns, name: string): readonly Cell[] => side.features.get(name) ?? [];
  const names = [...new Set([...reference.features.keys(), ...production.features.keys()])].sort();
  const profileOf = (side: Columns, name: string): ColumnProfile | null => {
    const column = side.features.get(name);
    return column === undefined ? null : profile(column);
  };
  const sample = (side: Columns, features: readonly string[], limit: number) =>
    evenly(side.rows, limit).map((i) => features.map((name) => plain(cells(side, name)[i] ?? null)));
  const unasked = (): Promise<never> =>
    Promise.reject(new Error('a comparison of two tables asked for a log'));
  return {
    engine: 'memory',
    quality: unasked,
    count: async () => production.rows,
    quantiles: unasked,
    histogram: unasked,
    predictionSeries: unasked,
    requestSeries: unasked,
    requestGroups: unasked,
    versions: unasked,
    labels: unasked,
    newestPredictions: unasked,
    episodes: unasked,
    scoresByKey: unasked,
    chunkTables: async () => [],
    features: async () =>
      names.map((name) => ({
        name,
        reference: profileOf(reference, name),
        production: profileOf(production, name),
      })),
    numericTable: async (name) => numeric(cells(reference, name), cells(production, name)),
    categoricalTable: async (name) => categorical(cells(reference, name), cells(production, name)),
    texts: async (name, _, limit) => ({
      reference: texts(cells(reference, name), limit),
      production: texts(cells(production, name), limit),
    }),
    sampleRows: async (features, _, limit) => ({
      reference: sample(reference, features, limit),
      production: sample(production, features, limit),
    }),
    scoreTable: async (scores) =>
      numericTable(scores.kind === 'values' ? scores.values : [], production.scores),
    close: async () => undefined,
  };
}

function profile(column: readonly Cell[]): ColumnProfile {
  const filled = column.filter((cell) => cell !== null);
  const numbers = filled.filter((cell) => typeof cell === 'number');
  const strings = filled.filter((cell) => typeof cell === 'string').length;
  return {
    rows: column.length,
    missing: column.length - filled.length,
    numbers: numbers.length,
    integers: numbers.filter((cell) => Number.isInteger(cell)).length,
    strings,
    booleans: filled.length - numbers.length - strings,
    nested: 0,
    distinct: new Set(filled).size,
    min: numbers.length === 0 ? null : numbers.reduce((least, x) => Math.min(least, x), Infinity),
    max: numbers.length === 0 ? null : numbers.reduce((most, x) => Math.max(most, x), -Infinity),
  };
}

function numeric(reference: readonly Cell[], production: readonly Cell[]): FeatureTable<NumericTable> {
  const numbers = (column: readonly Cell[]): number[] => column.filter((cell) => typeof cell === 'number');
  const missing = (column: readonly Cell[]): number => column.filter((cell) => cell === null).length;
  const [a, b] = [numbers(reference), numbers(production)];
  return {
    table: numericTable(a, b),
    missingReference: missing(reference),
    missingProduction: missing(production),
    mismatchedReference: reference.length - a.length - missing(reference),
    mismatchedProduction: production.length - b.length - missing(production),
  };
}

function categorical(
  reference: readonly Cell[],
  production: readonly Cell[],
): FeatureTable<CategoricalTable> {
  const filled = (column: readonly Cell[]): string[] => column.filter((cell) => cell !== null).map(String);
  const [a, b] = [filled(reference), filled(production)];
  return {
    table: categoricalTable(a, b),
    missingReference: reference.length - a.length,
    missingProduction: production.length - b.length,
    mismatchedReference: 0,
    mismatchedProduction: 0,
  };
}

function texts(column: readonly Cell[], limit: number): string[] {
  const filled = column.filter((cell) => cell !== null);
  return evenly(filled.length, limit).map((i) => String(filled[i]));
}

/** At most `limit` positions, spread evenly. */
function evenly(size: number, limit: number): number[] {
  const n = Math.min(size, limit);
  return Array.from({ length: n }, (_, i) => Math.floor((i * size) / n));
}

const plain = (cell: Cell): string | number | null => (typeof cell === 'boolean' ? String(cell) : cell);
