import { kolmogorovSurvival } from '../../distributions/kolmogorov-distribution.ts';
import { effectWord, KS_BOUNDS } from '../../effect.ts';
import { type Effect, notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { ksExactP } from './ks-exact.ts';
import { ksInterval } from './ks-interval.ts';

/** Largest side for which the exact p-value is computed, as in SciPy's `method='auto'`. */
const EXACT_LIMIT = 10_000;

/**
 * Two-sample Kolmogorov–Smirnov test, two-sided.
 *
 * The statistic is the largest gap between the two empirical distribution functions. p is exact up to 10,000 values a
 * side (conservative where values are tied), and Kolmogorov's survival function at the effective sample size beyond.
 * Details: `location`, the value at which the gap is largest, and `sign`, +1 where the reference's distribution
 * function is above production's there (production has moved up) and −1 otherwise.
 *
 * Source: J. L. Hodges, "The significance probability of the Smirnov two-sample test" (1958); SciPy's `ks_2samp`.
 *
 * @example
 * ksTwoSample(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 0.5, p 0.7714
 */
export function ksTwoSample(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  if (table.values.length === 1)
    return notApplicable(`constant: every value on both sides is ${table.values[0]}`);

  const gap = largestGap(table, nReference, nProduction);
  const exact = Math.max(nReference, nProduction) <= EXACT_LIMIT;
  const effective = Math.max(1, roundHalfEven((nReference * nProduction) / (nReference + nProduction)));
  const p = exact ? ksExactP(gap.d, nReference, nProduction) : kolmogorovSurvival(gap.d, effective);
  return {
    status: 'ok',
    statistic: gap.d,
    p,
    pMethod: exact ? 'exact' : 'asymptotic',
    effect: gapEffect(gap, nReference, nProduction),
    nReference,
    nProduction,
    details: { location: gap.location, sign: gap.sign },
  };
}

/** KS distance as an effect, for other tests of numeric features. Both sides must hold a value. */
export function ksEffectOf(table: NumericTable): Effect {
  const { nReference, nProduction } = tableTotals(table);
  return gapEffect(largestGap(table, nReference, nProduction), nReference, nProduction);
}

/**
 * The word is that of the distance less what chance gives, so that few rows make no shift: √(D² − π²/(12n)), where
 * π²/12 is the mean of K² under Kolmogorov's law and n the effective size. The value is D itself.
 */
function gapEffect({ d, reference, production }: Gap, nReference: number, nProduction: number): Effect {
  const effective = (nReference * nProduction) / (nReference + nProduction);
  const variance = (reference * (1 - reference)) / nReference + (production * (1 - production)) / nProduction;
  return {
    name: 'KS D',
    value: d,
    word: effectWord(Math.sqrt(Math.max(0, d * d - Math.PI ** 2 / (12 * effective))), KS_BOUNDS),
    interval: ksInterval(d, effective, variance),
  };
}

interface Gap {
  readonly d: number;
  readonly location: number;
  readonly sign: 1 | -1;
  /** Shares of both sides at or below the location. */
  readonly reference: number;
  readonly production: number;
}

/** Of equal gaps, takes the first reference value, then the first production value, as SciPy does. */
function largestGap(table: NumericTable, nReference: number, nProduction: number): Gap {
  const above = { gap: -Infinity, row: 0, inReference: false, reference: 0, production: 0 };
  const below = { gap: -Infinity, row: 0, inReference: false, reference: 0, production: 0 };
  let sumReference = 0;
  let sumProduction = 0;
  for (let row = 0; row < table.values.length; row++) {
    const count = table.reference[row] ?? 0;
    sumReference += count;
    sumProduction += table.production[row] ?? 0;
    const reference = sumReference / nReference;
    const production = sumProduction / nProduction;
    const difference = reference - production;
    const inReference = count > 0;
    if (difference > above.gap || (difference === above.gap && inReference && !above.inReference)) {
      Object.assign(above, { gap: difference, row, inReference, reference, production });
    }
    if (-difference > below.gap || (-difference === below.gap && inReference && !below.inReference)) {
      Object.assign(below, { gap: -difference, row, inReference, reference, production });
    }
  }
  const downwards = below.gap > above.gap;
  const { gap, row, reference, production } = downwards ? below : above;
  return {
    d: Math.min(1, Math.max(0, gap)),
    location: table.values[row] ?? 0,
    sign: downwards ? -1 : 1,
    reference,
    production,
  };
}

/** NumPy's rounding, which SciPy applies to the effective sample size. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
