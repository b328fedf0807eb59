import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { tableTotals } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { coarseValues } from '../privacy/coarse-values.ts';
import { type KRule, shownCount } from '../privacy/k-rule.ts';
import { histogramEdges } from './histogram-edges.ts';

/** Categories listed by name. */
const MAX_CATEGORIES = 40;

/**
 * Leads of both sides on shared edges. The first and last bin also count values beyond the edges, and the edges do not
 * reach beyond the values that k leads of a side have or exceed. A bin of fewer than k leads holds 0.
 *
 * @param leads joint table with each lead once.
 */
export function numericDistribution(leads: NumericTable, rule: KRule): Feature['distribution'] {
  if (leads.values.length === 0) return { kind: 'none', reason: 'There is no number on either side.' };
  const inner = withoutExtremes(leads, rule.k);
  if (inner === null)
    return { kind: 'none', reason: `Fewer than ${rule.k} leads of each side have a number.` };
  const edges = histogramEdges(inner);
  const bins = edges.length - 1;
  const reference = new Array<number>(bins).fill(0);
  const production = new Array<number>(bins).fill(0);
  let bin = 0;
  for (let i = 0; i < leads.values.length; i++) {
    const value = leads.values[i] ?? 0;
    while (bin < bins - 1 && value >= (edges[bin + 1] ?? Number.POSITIVE_INFINITY)) bin++;
    reference[bin] = (reference[bin] ?? 0) + (leads.reference[i] ?? 0);
    production[bin] = (production[bin] ?? 0) + (leads.production[i] ?? 0);
  }
  const shown = (counts: readonly number[]): number[] => counts.map((count) => shownCount(count, rule));
  return { kind: 'histogram', edges, reference: shown(reference), production: shown(production) };
}

/** The table with values beyond those of k leads moved to these; null where neither side has k leads. */
function withoutExtremes(leads: NumericTable, k: number): NumericTable | null {
  const sides = [leads.reference, leads.production].flatMap(
    (counts) => coarseValues({ values: leads.values, counts }, k) ?? [],
  );
  if (sides.length === 0) return null;
  const low = Math.min(...sides.map((side) => side.low));
  const high = Math.max(...sides.map((side) => side.high));
  const from = leads.values.findIndex((value) => value >= low);
  const first = from < 0 ? leads.values.length : from;
  const last = leads.values.findLastIndex((value) => value <= high);
  const end = last + 1;
  // `low` and `high` stand at the ends, with the counts of what lies beyond them.
  const framed = (part: Float64Array, before: number, after: number): Float64Array => {
    const made = new Float64Array(part.length + 2);
    made.set([before]);
    made.set(part, 1);
    made.set([after], part.length + 1);
    return made;
  };
  const sum = (part: Float64Array): number => part.reduce((total, count) => total + count, 0);
  const counts = (side: Float64Array): Float64Array =>
    framed(side.subarray(first, end), sum(side.subarray(0, first)), sum(side.subarray(end)));
  return {
    kind: 'numeric',
    values: framed(leads.values.subarray(first, end), low, high),
    reference: counts(leads.reference),
    production: counts(leads.production),
  };
}

/** True where fewer than k leads of each side have the category, so that its name could identify a person. */
export function isRare(table: CategoricalTable, row: number, k: number): boolean {
  return (table.reference[row] ?? 0) < k && (table.production[row] ?? 0) < k;
}

/**
 * Leads per category, the largest change of share first. The commonest of either side is always named. Rare
 * categories are pooled, and those beyond the limit are counted; of a side that fewer than k leads of a named category are
 * on, 0 is said.
 *
 * @param leads joint table with each lead once.
 */
export function categoricalDistribution(leads: CategoricalTable, rule: KRule): Feature['distribution'] {
  if (leads.categories.length === 0) return { kind: 'none', reason: 'There is no value on either side.' };
  const { nReference, nProduction } = tableTotals(leads);
  const rows = leads.categories.map((name, row) => {
    const reference = leads.reference[row] ?? 0;
    const production = leads.production[row] ?? 0;
    const change = Math.abs(reference / Math.max(1, nReference) - production / Math.max(1, nProduction));
    return { name, reference, production, change, rare: isRare(leads, row, rule.k) };
  });
  const common = rows
    .filter((row) => !row.rare)
    .sort((a, b) => b.change - a.change || b.reference - a.reference || (a.name < b.name ? -1 : 1));
  const named = new Set([...new Set([...commonest(common), ...common])].slice(0, MAX_CATEGORIES));
  const together = (some: typeof rows) => {
    const sum = (side: 'reference' | 'production'): number =>
      shownCount(
        some.reduce((total, row) => total + row[side], 0),
        rule,
      );
    return {
      categories: shownCount(some.length, rule),
      reference: sum('reference'),
      production: sum('production'),
    };
  };
  return {
    kind: 'categories',
    categories: common
      .filter((row) => named.has(row))
      .map(({ name, reference, production }) => ({
        name: publicName(name),
        reference: shownCount(reference, rule),
        production: shownCount(production, rule),
      })),
    pooled: together(rows.filter((row) => row.rare)),
    smaller: together(common.filter((row) => !named.has(row))),
  };
}

/** The most frequent row of each side. */
function commonest<Row extends { readonly reference: number; readonly production: number }>(
  rows: readonly Row[],
): Row[] {
  return (['reference', 'production'] as const).flatMap(
    (side) => rows.toSorted((a, b) => b[side] - a[side])[0] ?? [],
  );
}
