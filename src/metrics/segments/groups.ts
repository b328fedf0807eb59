import type { GroupedColumn } from '../../stats/segments/candidate-segments.ts';
import { publicName } from '../../wording/public-name.ts';
import { cellOfNumbers } from '../drift/numbers-in-strings.ts';

export type Cell = string | number | null;

/** A feature to split leads by. */
export interface SplitFeature {
  /** As the log has it. */
  readonly name: string;
  /** As it is published. */
  readonly shown: string;
  readonly slug: string;
  readonly numeric: boolean;
  readonly declared: boolean;
  /** Starts of ranges; null for the log's own quartiles. */
  readonly cuts: readonly number[] | null;
}

/** Which values of a feature make a group. */
export interface Grouping {
  /** Words for each group. */
  readonly names: readonly string[];
  /** Group of a cell; −1 for a missing or rare value. */
  readonly groupOf: (cell: Cell) => number;
}

/** A feature with its groups, and the place of its values among the cells of a lead. */
export interface Split {
  readonly feature: SplitFeature;
  readonly grouping: Grouping;
  readonly at: number;
}

const MAX_CATEGORIES = 12;
/** Significant digits of the ends of ranges, which are values of leads. */
const DIGITS = 2;

/** Values of one feature in groups: the commonest categories, or ranges; fewer than two groups say nothing. */
export function groupingOf(feature: SplitFeature, cells: readonly Cell[], k: number): Grouping {
  return feature.numeric || feature.cuts !== null ? ranges(feature, cells) : categories(cells, k);
}

function categories(cells: readonly Cell[], k: number): Grouping {
  // Scrubbing takes much longer than counting: each different value is scrubbed once.
  const shownNames = new Map<string, string>();
  const shownName = (cell: string | number): string => {
    const text = String(cell);
    const known = shownNames.get(text) ?? publicName(text);
    shownNames.set(text, known);
    return known;
  };
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (cell === null) continue;
    const name = shownName(cell);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts]
    .filter(([, n]) => n >= k)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MAX_CATEGORIES)
    .map(([name]) => name);
  const places = new Map(names.map((name, i) => [name, i]));
  return {
    names,
    groupOf: (cell) => (cell === null ? -1 : (places.get(shownName(cell)) ?? -1)),
  };
}

function ranges({ cuts }: SplitFeature, cells: readonly Cell[]): Grouping {
  const starts = cuts ?? quartiles(cells);
  const [first] = starts;
  if (first === undefined) return { names: [], groupOf: () => -1 };
  const words = starts.map((start, i) => {
    const next = starts[i + 1];
    return next === undefined ? `${start} or more` : `${start} to below ${next}`;
  });
  return {
    names: [`below ${first}`, ...words],
    groupOf(cell) {
      const value = cellOfNumbers(cell);
      return typeof value === 'number' ? 1 + starts.findLastIndex((start) => start <= value) : -1;
    },
  };
}

function quartiles(cells: readonly Cell[]): number[] {
  const sorted = Float64Array.from(
    cells.map(cellOfNumbers).filter((value) => typeof value === 'number'),
  ).sort();
  const last = sorted[sorted.length - 1];
  const found = [0.25, 0.5, 0.75].map((p) => rounded(sorted[Math.floor(p * sorted.length)] ?? 0, sorted));
  return [...new Set(found)].filter(
    (start) => last !== undefined && start > (sorted[0] ?? start) && start <= last,
  );
}

/** Rounded on the scale of the middle half, so that years do not all become 2000. */
function rounded(value: number, sorted: Float64Array): number {
  const spread =
    (sorted[Math.floor(0.9 * sorted.length)] ?? 0) - (sorted[Math.floor(0.1 * sorted.length)] ?? 0);
  if (!(spread > 0)) return Number(value.toPrecision(DIGITS));
  const unit = 10 ** (Math.floor(Math.log10(spread)) - DIGITS + 1);
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

export const columnOf = (grouping: Grouping, cells: readonly Cell[], declared: boolean): GroupedColumn => ({
  groups: Int32Array.from(cells, grouping.groupOf),
  size: grouping.names.length,
  declared,
});
