import type { JointTable, NumericTable } from './joint-table.ts';
import { safeValues } from './numeric-side.ts';

export type Binning = 'sturges' | 'quantile';

/** Up to this many distinct reference values get one bin each, as in Evidently. */
const ONE_BIN_A_VALUE = 20;
/** Bins of the quantile binning: deciles of the reference, as customary for PSI in credit scoring. */
const QUANTILE_BINS = 10;

/** Counts of both sides in common bins. */
export interface Bins {
  readonly reference: Float64Array;
  readonly production: Float64Array;
}

/**
 * Counts of both sides in common bins.
 *
 * A categorical feature has one bin a category. A numeric one has one bin a value where the reference holds at most 20
 * distinct values, otherwise either equal widths over the range of both sides, as many as Sturges' rule gives for all
 * values together (Evidently's binning, the default), or the deciles of the reference.
 */
export function binTable(table: JointTable, binning: Binning = 'sturges'): Bins {
  if (table.kind === 'categorical') return table;
  let distinct = 0;
  for (const count of table.reference) if (count > 0) distinct++;
  if (distinct <= ONE_BIN_A_VALUE) return table;
  const { values } = safeValues(table);
  const edges = binning === 'quantile' ? decileEdges(values, table) : sturgesEdges(values, total(table));
  return histogram(values, table, edges);
}

/**
 * Edges of equal-width bins by Sturges' rule, as `numpy.histogram_bin_edges(x, bins='sturges')` cuts them: whole
 * numbers never get bins narrower than 1.
 *
 * @example
 * sturgesEdges(Float64Array.of(0, 2.5, 10), 16); // 0, 2, 4, 6, 8, 10
 */
export function sturgesEdges(values: Float64Array, count: number): Float64Array {
  const first = values[0] ?? 0;
  const last = values[values.length - 1] ?? 0;
  const range = last - first;
  let width = range / (Math.log2(count) + 1);
  if (width < 1 && values.every(Number.isInteger)) width = 1;
  const bins = Math.max(1, Math.ceil(range / width));
  const step = range / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + first);
  edges[bins] = last;
  return edges;
}

/** Counts per bin; a bin holds its lower edge, the last one its upper edge too. `values` and `edges` ascend. */
export function histogram(values: Float64Array, counts: Bins, edges: Float64Array): Bins {
  const bins = edges.length - 1;
  const reference = new Float64Array(bins);
  const production = new Float64Array(bins);
  let bin = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    while (bin < bins - 1 && value >= (edges[bin + 1] ?? Infinity)) bin++;
    reference[bin] = (reference[bin] ?? 0) + (counts.reference[i] ?? 0);
    production[bin] = (production[bin] ?? 0) + (counts.production[i] ?? 0);
  }
  return { reference, production };
}

/** Edges at the reference's deciles, open on both ends; a value that spans several deciles is one bin. */
function decileEdges(values: Float64Array, table: NumericTable): Float64Array {
  const n = table.reference.reduce((sum, count) => sum + count, 0);
  const edges = [-Infinity];
  let below = 0;
  let decile = 1;
  for (let i = 0; i + 1 < values.length; i++) {
    below += table.reference[i] ?? 0;
    if (below < (n * decile) / QUANTILE_BINS || below >= n) continue;
    edges.push(values[i + 1] ?? Infinity);
    while ((n * decile) / QUANTILE_BINS <= below) decile++;
  }
  return Float64Array.from([...edges, Infinity]);
}

function total(table: JointTable): number {
  let sum = 0;
  for (let i = 0; i < table.reference.length; i++)
    sum += (table.reference[i] ?? 0) + (table.production[i] ?? 0);
  return sum;
}
