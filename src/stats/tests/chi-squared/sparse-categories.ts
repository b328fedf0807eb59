import type { CategoricalTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';

/** Expected count below which the chi-squared approximation is not valid (W. G. Cochran 1954). */
export const MIN_EXPECTED = 5;

/** Pooled categories named in a note; of more it gives the number. */
const NAMED_IN_NOTE = 8;

export interface Pooling {
  /** Names of the categories that are not pooled, in the order of the counts. */
  readonly kept: readonly string[];
  /** Names of the pooled categories; their sum, if any, is the last count. */
  readonly pooled: readonly string[];
  readonly reference: readonly number[];
  readonly production: readonly number[];
  /** Note on the pooled categories. */
  readonly note?: string;
}

/**
 * Pools the categories whose expected count is below 5 on either side. Where their sum is still below 5, the smallest
 * of the other categories is pooled too, so that every cell of the pooled table is large enough where possible. The
 * choice depends on the totals of both sides only, not on their difference, so it does not bias the test.
 *
 * With `pool` false only categories that occur on neither side are left out.
 */
export function poolSparseCategories(table: CategoricalTable, pool: boolean): Pooling {
  const { nReference, nProduction } = tableTotals(table);
  const smallerShare = Math.min(nReference, nProduction) / (nReference + nProduction);
  const count = (row: number): number => (table.reference[row] ?? 0) + (table.production[row] ?? 0);
  const rows = table.categories.map((_, row) => row).filter((row) => count(row) > 0);
  const sparse = new Set(pool ? rows.filter((row) => count(row) * smallerShare < MIN_EXPECTED) : []);

  if (sparse.size > 0) {
    let pooledCount = [...sparse].reduce((sum, row) => sum + count(row), 0);
    const others = rows.filter((row) => !sparse.has(row)).sort((a, b) => count(a) - count(b) || a - b);
    for (const row of others) {
      if (pooledCount * smallerShare >= MIN_EXPECTED) break;
      sparse.add(row);
      pooledCount += count(row);
    }
  }

  const keptRows = rows.filter((row) => !sparse.has(row));
  const pooledRows = rows.filter((row) => sparse.has(row));
  const sum = (counts: Float64Array): readonly number[] => {
    const kept = keptRows.map((row) => counts[row] ?? 0);
    if (pooledRows.length === 0) return kept;
    return [...kept, pooledRows.reduce((total, row) => total + (counts[row] ?? 0), 0)];
  };
  const name = (row: number): string => table.categories[row] ?? '';
  const pooling = {
    kept: keptRows.map(name),
    pooled: pooledRows.map(name),
    reference: sum(table.reference),
    production: sum(table.production),
  };
  return pooledRows.length < 2 ? pooling : { ...pooling, note: poolingNote(pooling.pooled) };
}

function poolingNote(pooled: readonly string[]): string {
  const named = pooled.slice(0, NAMED_IN_NOTE).join(', ');
  const more = pooled.length - NAMED_IN_NOTE;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${pooled.length} categories with an expected count below ${MIN_EXPECTED} pooled into one: ${named}${rest}`;
}
