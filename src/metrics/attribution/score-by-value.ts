import type { Cell } from '../../model/attribution/surrogate.ts';
import type { Attribution } from '../../report/schema/attribution.ts';
import type { Feature } from '../../report/schema/report.ts';
import { publicName } from '../../wording/public-name.ts';
import type { Sides } from './explain.ts';
import type { Side } from './sides.ts';

type Point = Attribution['values'][number]['points'][number];

const MAX_CATEGORIES = 8;
const MAX_RANGES = 8;

interface Total {
  n: number;
  sum: number;
}

/** Rows and sum of scores by key; rows without a key are left out. */
function totals<Key>(
  { cells, scores }: Side,
  column: number,
  keyOf: (cell: Cell) => Key | null,
): Map<Key, Total> {
  const found = new Map<Key, Total>();
  cells.forEach((row, i) => {
    const key = keyOf(row[column] ?? null);
    if (key === null) return;
    const total = found.get(key) ?? { n: 0, sum: 0 };
    total.n += 1;
    total.sum += scores[i] as number;
    found.set(key, total);
  });
  return found;
}

/** Digits of a mean: as many as a reader sees, and too few to tell a single lead's score from two means. */
const DIGITS = 3;

/** Fewer than k rows have no mean. */
const meanOf = (total: Total | undefined, k: number): Point['reference'] =>
  total === undefined || total.n < k
    ? null
    : { n: total.n, mean: Number((total.sum / total.n).toFixed(DIGITS)) };

/** Mean score of the categories that the report shows of the feature, the commonest first. */
function byCategory(names: readonly string[], column: number, sides: Sides, k: number): Point[] {
  const keyOf = (cell: Cell): string | null => (cell === null ? null : publicName(String(cell)));
  const reference = totals(sides.reference, column, keyOf);
  const production = totals(sides.production, column, keyOf);
  return names
    .map((name) => ({
      name,
      range: null,
      reference: meanOf(reference.get(name), k),
      production: meanOf(production.get(name), k),
    }))
    .filter((point) => point.reference !== null || point.production !== null)
    .sort(
      (a, b) =>
        (b.production?.n ?? 0) - (a.production?.n ?? 0) ||
        (b.reference?.n ?? 0) - (a.reference?.n ?? 0) ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, MAX_CATEGORIES);
}

/** Mean score by ranges of the feature's histogram, merged until each holds a fair share of both sides' rows. */
function byRange(edges: readonly number[], column: number, sides: Sides, k: number): Point[] {
  const last = edges.length - 2;
  const binOf = (cell: Cell): number | null => {
    if (typeof cell !== 'number' || cell < (edges[0] ?? 0) || cell > (edges[last + 1] ?? 0)) return null;
    return Math.min(
      last,
      edges.findLastIndex((edge) => edge <= cell),
    );
  };
  const reference = totals(sides.reference, column, binOf);
  const production = totals(sides.production, column, binOf);
  const all = [...reference.values(), ...production.values()].reduce((sum, { n }) => sum + n, 0);
  const enough = Math.max(2 * k, all / MAX_RANGES);
  const ranges: { from: number; to: number; reference: Total; production: Total }[] = [];
  let from = 0;
  let held: { reference: Total; production: Total } = {
    reference: { n: 0, sum: 0 },
    production: { n: 0, sum: 0 },
  };
  const add = (total: Total, more: Total | undefined): Total => ({
    n: total.n + (more?.n ?? 0),
    sum: total.sum + (more?.sum ?? 0),
  });
  for (let bin = 0; bin <= last; bin += 1) {
    held = {
      reference: add(held.reference, reference.get(bin)),
      production: add(held.production, production.get(bin)),
    };
    if (held.reference.n + held.production.n < enough && bin < last) continue;
    ranges.push({ from, to: bin + 1, ...held });
    from = bin + 1;
    held = { reference: { n: 0, sum: 0 }, production: { n: 0, sum: 0 } };
  }
  return ranges
    .map(
      (range): Point => ({
        name: null,
        range: [edges[range.from] as number, edges[range.to] as number],
        reference: meanOf(range.reference, k),
        production: meanOf(range.production, k),
      }),
    )
    .filter((point) => point.reference !== null || point.production !== null);
}

/** Mean logged score by value of one feature, over the categories or bins that the report shows of it already. */
export function scoreByValue(feature: Feature, column: number, sides: Sides, k: number): Point[] {
  const { distribution } = feature;
  if (distribution.kind === 'categories') {
    return byCategory(
      distribution.categories.map(({ name }) => name),
      column,
      sides,
      k,
    );
  }
  return distribution.kind === 'histogram' ? byRange(distribution.edges, column, sides, k) : [];
}
