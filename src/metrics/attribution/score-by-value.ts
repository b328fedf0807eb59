import type { Cell } from '../../model/attribution/surrogate.ts';
import type { Attribution } from '../../report/schema/attribution.ts';
import type { Feature } from '../../report/schema/report.ts';
import { publicName } from '../../wording/public-name.ts';
import { type KRule, shownCount, toUnit } from '../privacy/k-rule.ts';
import { COARSEST_OF_PART, unitOf } from '../privacy/units.ts';
import type { Sides } from './explain.ts';
import type { Side } from './sides.ts';

type Point = Attribution['values'][number]['points'][number];

const MAX_CATEGORIES = 8;
const MAX_RANGES = 8;
/** Digits of a mean: what a reader sees, and too few to tell a single lead's score from two means. */
const DIGITS = 3;

/** Indices of the rows by key; rows without a key are left out. */
function rowsBy<Key>(side: Side, column: number, keyOf: (cell: Cell) => Key | null): Map<Key, number[]> {
  const found = new Map<Key, number[]>();
  side.cells.forEach((row, i) => {
    const key = keyOf(row[column] ?? null);
    if (key === null) return;
    const rows = found.get(key);
    if (rows === undefined) found.set(key, [i]);
    else rows.push(i);
  });
  return found;
}

/** Mean score of some rows; null where they are of fewer than k leads, or of so few that k of them decide it. */
function meanOf({ scores, leads }: Side, rows: readonly number[], rule: KRule): Point['reference'] {
  // Each lead once, however often it was scored.
  const byLead = new Map(rows.map((row) => [leads[row], scores[row] as number]));
  const n = byLead.size;
  if (n === 0 || n < rule.k) return null;
  const unit = unitOf(n, rule);
  if (unit > COARSEST_OF_PART) return null;
  const mean = [...byLead.values()].reduce((total, score) => total + score, 0) / n;
  return {
    n: shownCount(n, rule),
    mean: Number(toUnit(mean, rule.rounded ? unit : 10 ** -DIGITS).toFixed(DIGITS)),
  };
}

const isGiven = ({ reference, production }: Point): boolean => reference !== null || production !== null;

/** Mean score of the categories that the report shows of the feature, the commonest first. */
function byCategory(names: readonly string[], column: number, sides: Sides, rule: KRule): Point[] {
  const keyOf = (cell: Cell): string | null => (cell === null ? null : publicName(String(cell)));
  const reference = rowsBy(sides.reference, column, keyOf);
  const production = rowsBy(sides.production, column, keyOf);
  return names
    .map((name) => ({
      name,
      range: null,
      reference: meanOf(sides.reference, reference.get(name) ?? [], rule),
      production: meanOf(sides.production, production.get(name) ?? [], rule),
    }))
    .filter(isGiven)
    .sort(
      (a, b) =>
        (b.production?.n ?? 0) - (a.production?.n ?? 0) ||
        (b.reference?.n ?? 0) - (a.reference?.n ?? 0) ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, MAX_CATEGORIES);
}

interface Range {
  from: number;
  to: number;
  reference: number[];
  production: number[];
}

/** Mean score by ranges of the feature's histogram, merged until each holds a fair share of both sides' rows. */
function byRange(edges: readonly number[], column: number, sides: Sides, rule: KRule): Point[] {
  const last = edges.length - 2;
  const binOf = (cell: Cell): number | null => {
    if (typeof cell !== 'number' || cell < (edges[0] ?? 0) || cell > (edges[last + 1] ?? 0)) return null;
    return Math.min(
      last,
      edges.findLastIndex((edge) => edge <= cell),
    );
  };
  const reference = rowsBy(sides.reference, column, binOf);
  const production = rowsBy(sides.production, column, binOf);
  const size = (rows: Pick<Range, 'reference' | 'production'>): number =>
    rows.reference.length + rows.production.length;
  const all = [...reference.values(), ...production.values()].reduce((sum, rows) => sum + rows.length, 0);
  const enough = Math.max(2 * rule.k, all / MAX_RANGES);
  const ranges: Range[] = [];
  let left = all;
  for (let bin = 0; bin <= last; bin += 1) {
    const own = { reference: reference.get(bin) ?? [], production: production.get(bin) ?? [] };
    const open = ranges.at(-1);
    // What is left at the end and would be too little for a range of its own joins the last one.
    if (open === undefined || (size(open) >= enough && left >= enough / 2)) {
      ranges.push({ from: bin, to: bin + 1, ...own });
    } else {
      open.to = bin + 1;
      open.reference = [...open.reference, ...own.reference];
      open.production = [...open.production, ...own.production];
    }
    left -= size(own);
  }
  return ranges
    .map(
      (range): Point => ({
        name: null,
        range: [edges[range.from] as number, edges[range.to] as number],
        reference: meanOf(sides.reference, range.reference, rule),
        production: meanOf(sides.production, range.production, rule),
      }),
    )
    .filter(isGiven);
}

/** Mean logged score by value of one feature, over the categories or bins that the report shows of it already. */
export function scoreByValue(feature: Feature, column: number, sides: Sides, rule: KRule): Point[] {
  const { distribution } = feature;
  if (distribution.kind === 'categories') {
    return byCategory(
      distribution.categories.map(({ name }) => name),
      column,
      sides,
      rule,
    );
  }
  return distribution.kind === 'histogram' ? byRange(distribution.edges, column, sides, rule) : [];
}
