import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { tableTotals } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { histogramEdges } from './histogram-edges.ts';

/** Categories listed by name; the rest are pooled. */
const MAX_CATEGORIES = 12;
/** Points of the cumulative curves. */
const ECDF_POINTS = 30;

/** Counts of both sides on shared edges. The first and last bin also count values beyond the edges. */
export function numericDistribution(table: NumericTable): Feature['distribution'] {
  const edges = histogramEdges(table);
  if (edges.length < 2) return { kind: 'none', reason: 'There is no number on either side.' };
  const bins = edges.length - 1;
  const reference = new Array<number>(bins).fill(0);
  const production = new Array<number>(bins).fill(0);
  let bin = 0;
  for (let i = 0; i < table.values.length; i++) {
    const value = table.values[i] ?? 0;
    while (bin < bins - 1 && value >= (edges[bin + 1] ?? Number.POSITIVE_INFINITY)) bin++;
    reference[bin] = (reference[bin] ?? 0) + (table.reference[i] ?? 0);
    production[bin] = (production[bin] ?? 0) + (table.production[i] ?? 0);
  }
  return { kind: 'histogram', edges, reference, production };
}

/** True where fewer than k rows of each side hold the category, so that its name could identify a person. */
export function isRare(table: CategoricalTable, row: number, k: number): boolean {
  return (table.reference[row] ?? 0) < k && (table.production[row] ?? 0) < k;
}

/** Counts per category, the largest change of share first; rare categories and those beyond the limit are pooled. */
export function categoricalDistribution(table: CategoricalTable, k: number): Feature['distribution'] {
  if (table.categories.length === 0) return { kind: 'none', reason: 'There is no value on either side.' };
  const { nReference, nProduction } = tableTotals(table);
  const rows = table.categories.map((name, row) => {
    const reference = table.reference[row] ?? 0;
    const production = table.production[row] ?? 0;
    const change = Math.abs(reference / Math.max(1, nReference) - production / Math.max(1, nProduction));
    return { name, reference, production, change, rare: isRare(table, row, k) };
  });
  const common = rows
    .filter((row) => !row.rare)
    .sort((a, b) => b.change - a.change || b.reference - a.reference || (a.name < b.name ? -1 : 1));
  const pooled = [...rows.filter((row) => row.rare), ...common.slice(MAX_CATEGORIES)];
  return {
    kind: 'categories',
    categories: common
      .slice(0, MAX_CATEGORIES)
      .map(({ name, reference, production }) => ({ name: publicName(name), reference, production })),
    pooled: {
      categories: pooled.length,
      reference: pooled.reduce((sum, row) => sum + row.reference, 0),
      production: pooled.reduce((sum, row) => sum + row.production, 0),
    },
  };
}

/** Cumulative shares of both sides at about 30 points, evenly spaced by rank, and at the largest gap. */
export function thinnedEcdf(table: NumericTable): Feature['ecdf'] {
  const { nReference, nProduction } = tableTotals(table);
  if (nReference === 0 || nProduction === 0) return null;
  const total = nReference + nProduction;
  const length = table.values.length;
  let a = 0;
  let b = 0;
  let gapRow = 0;
  let gap = -1;
  for (let i = 0; i < length; i++) {
    a += table.reference[i] ?? 0;
    b += table.production[i] ?? 0;
    const here = Math.abs(a / nReference - b / nProduction);
    // Equal gaps may differ by rounding; the first one is reported.
    if (here <= gap + 1e-12) continue;
    gap = here;
    gapRow = i;
  }
  const points: { value: number; reference: number; production: number }[] = [];
  a = 0;
  b = 0;
  let next = 0;
  for (let i = 0; i < length; i++) {
    a += table.reference[i] ?? 0;
    b += table.production[i] ?? 0;
    const due = length <= ECDF_POINTS || a + b >= (total * next) / (ECDF_POINTS - 1);
    if (!due && i !== gapRow && i !== length - 1) continue;
    if (due) next = Math.floor(((a + b) * (ECDF_POINTS - 1)) / total) + 1;
    points.push({ value: table.values[i] ?? 0, reference: a / nReference, production: b / nProduction });
  }
  return {
    values: points.map((point) => point.value),
    reference: points.map((point) => point.reference),
    production: points.map((point) => point.production),
    gapAt: gap > 0 ? (table.values[gapRow] ?? null) : null,
  };
}
