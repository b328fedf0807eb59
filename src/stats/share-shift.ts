import { logHypergeometricProbability } from './distributions/binomial-probability.ts';
import { bisect } from './distributions/bisect.ts';
import { noncentralChiSquaredSurvival } from './distributions/noncentral-chi-squared.ts';
import { Z_95 } from './distributions/normal.ts';
import type { CategoricalTable } from './tables/joint-table.ts';
import { tableTotals } from './tables/joint-table.ts';

/** How far apart the shares of categories lie, on the scale of Cramér's V². */
export interface ShareShift {
  /** ½ Σ (p − q)²/(p + q) of the observed shares: 0 for equal shares, 1 where no category is on both sides. */
  readonly observed: number;
  /** Its mean over random tables with the same margins: what chance alone gives. */
  readonly chance: number;
  /**
   * The distance less chance, as a share of what chance leaves: (observed − chance)/(1 − chance), at least 0. Noise adds
   * less the further apart the sides are, nothing where no category is on both; the plain difference is too small by that.
   */
  readonly value: number;
  /** 95 % interval of the value. */
  readonly interval: readonly [number, number];
}

/**
 * Distance of the two sides' shares p and q: ½ Σ (p − q)²/(p + q), which is φ² of a table of two equally large sides,
 * so that it does not depend on how many values either side has. Both sides must hold a value.
 *
 * The interval inverts the noncentral chi-squared law of the scaled distance, with the variance along the shift by the
 * delta method (multinomial shares) and the mean under no shift computed exactly.
 *
 * Source: I. Vincze (1981) and L. Le Cam (1986) for the distance; W. Bergsma, J. Korean Stat. Soc. 42(3), 2013, for
 * taking off what chance gives.
 *
 * @example
 * shareShift(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])).observed; // 1/9, which is less than chance gives (7/15): value 0
 */
export function shareShift(table: CategoricalTable): ShareShift {
  const { nReference, nProduction } = tableTotals(table);
  let observed = 0;
  let chance = 0;
  // Of thousands of categories many hold as many values as others.
  const means = new Map<number, number>();
  for (let i = 0; i < table.reference.length; i++) {
    const a = table.reference[i] ?? 0;
    const total = a + (table.production[i] ?? 0);
    if (total === 0) continue;
    observed += term(a, total, nReference, nProduction);
    const mean = means.get(total) ?? meanTerm(total, nReference, nProduction);
    means.set(total, mean);
    chance += mean;
  }
  observed = Math.min(1, observed);
  const left = 1 - chance;
  const value = left > 0 ? Math.max(0, observed - chance) / left : 0;
  return { observed, chance, value, interval: shiftInterval(table, observed, chance) };
}

/** Share of ½ Σ (p − q)²/(p + q) of a category with `a` of its `total` values on the first side. */
function term(a: number, total: number, nFirst: number, nSecond: number): number {
  const p = a / nFirst;
  const q = (total - a) / nSecond;
  return (p - q) ** 2 / (2 * (p + q));
}

/** Standard deviations on either side of the mean that are summed over; beyond, probabilities are below 1e-15. */
const REACH = 9;
/** Steps a standard deviation. A smooth law summed on a grid this fine has no error that a double could hold. */
const STEPS_PER_DEVIATION = 2;

/** Mean of `term` where the category's values fall on the two sides by chance: hypergeometric. */
function meanTerm(total: number, nFirst: number, nSecond: number): number {
  const n = nFirst + nSecond;
  const mean = (total * nFirst) / n;
  const deviation = Math.sqrt((mean * (n - total) * nSecond) / (n * Math.max(1, n - 1)));
  const reach = Math.ceil(REACH * deviation + 2 * REACH);
  const step = Math.max(1, Math.floor(deviation / STEPS_PER_DEVIATION));
  const low = Math.max(0, total - nSecond, Math.floor(mean) - reach);
  const high = Math.min(total, nFirst, Math.ceil(mean) + reach);
  let sum = 0;
  let weights = 0;
  for (let a = low; a <= high; a += step) {
    const weight = Math.exp(logHypergeometricProbability(a, total, n - total, nFirst));
    weights += weight;
    sum += weight * term(a, total, nFirst, nSecond);
  }
  return weights > 0 ? sum / weights : 0;
}

/** Above this the square root of the scaled distance is as good as normal. */
const NORMAL_FROM = 5_000;

function shiftInterval(table: CategoricalTable, observed: number, chance: number): readonly [number, number] {
  const { nReference, nProduction } = tableTotals(table);
  const scale = (4 * nReference * nProduction) / (nReference + nProduction);
  const spread = observed === 0 ? 1 : Math.max(0.02, (scale * deltaVariance(table)) / (4 * observed));
  // The scaled distance is about `spread` times a noncentral chi-squared variable: one direction along the shift with
  // that spread, the others with a spread of 1.
  const degrees = Math.max(1, (scale * chance - 1) / spread + 1);
  const x = (scale * observed) / spread;
  const shift = (noncentrality: number): number =>
    Math.min(1, (noncentrality * spread) / (scale * Math.max(1e-12, 1 - chance)));
  if (x > NORMAL_FROM) {
    const centre = Math.sqrt(Math.max(0, x - degrees + 1));
    const half = Z_95 * Math.sqrt(1 + (degrees - 1) / (2 * x));
    return [shift(Math.max(0, centre - half) ** 2), shift((centre + half) ** 2)];
  }
  const most = 2 * x + 12 * Math.sqrt(x + degrees) + 40;
  const at = (level: number): number =>
    bisect((lambda) => noncentralChiSquaredSurvival(x, degrees, lambda) < level, 0, most, 40);
  return [shift(at(0.025)), shift(at(0.975))];
}

/** Variance of the distance by the delta method, both sides' shares multinomial. */
function deltaVariance(table: CategoricalTable): number {
  const { nReference, nProduction } = tableTotals(table);
  let [firstMean, firstSquare, secondMean, secondSquare] = [0, 0, 0, 0];
  for (let i = 0; i < table.reference.length; i++) {
    const p = (table.reference[i] ?? 0) / nReference;
    const q = (table.production[i] ?? 0) / nProduction;
    if (p + q === 0) continue;
    const slope = (p - q) / (2 * (p + q) ** 2);
    const first = slope * (p + 3 * q);
    const second = -slope * (3 * p + q);
    firstMean += p * first;
    firstSquare += p * first * first;
    secondMean += q * second;
    secondSquare += q * second * second;
  }
  return (firstSquare - firstMean ** 2) / nReference + (secondSquare - secondMean ** 2) / nProduction;
}
