/**
 * What every statistic returns: a tagged union, so that a caller cannot mistake "could not be computed" for a number.
 * Never NaN, null or a throw for data that can occur.
 */

export type EffectWord = 'negligible' | 'small' | 'medium' | 'large';

/** Size of a shift in units that do not grow with n, with the plain word for it. */
export interface Effect {
  /** The field's name of the measure: "KS D", "Cramér's V", "Cohen's d", "normed Wasserstein", … */
  readonly name: string;
  readonly value: number;
  readonly word: EffectWord;
  /** 95 % confidence interval, where one is standard. */
  readonly interval?: readonly [number, number];
}

/** How a p-value was obtained. */
export type PMethod = 'exact' | 'asymptotic' | 'permutation' | 'monte-carlo';

export interface StatisticOk {
  readonly status: 'ok';
  /** The test statistic or the distance. */
  readonly statistic: number;
  /** Probability in [0, 1] under "both sides come from one distribution"; absent for a pure distance. */
  readonly p?: number;
  readonly pMethod?: PMethod;
  readonly effect?: Effect;
  /** Filled values on each side. */
  readonly nReference: number;
  readonly nProduction: number;
  /** Test-specific facts in plain words: where the largest gap lies, … */
  readonly notes?: readonly string[];
  /** Which sparse categories were tested as one. It names rare values, so a report makes its own sentence of `details`. */
  readonly poolingNote?: string;
  /** Test-specific figures: `location` and `sign` of KS, `degreesOfFreedom` of chi-squared, … Finite numbers only. */
  readonly details?: Readonly<Record<string, number>>;
}

export interface NotEnoughData {
  readonly status: 'not-enough-data';
  readonly nReference: number;
  readonly nProduction: number;
  /** Fewest filled values needed on each side. */
  readonly minimum: number;
  readonly reason: string;
}

export interface NotApplicable {
  readonly status: 'not-applicable';
  readonly reason: string;
}

export type StatisticResult = StatisticOk | NotEnoughData | NotApplicable;

/** The answer where either side holds fewer values than a test needs. */
export function notEnoughData(nReference: number, nProduction: number, minimum: number): NotEnoughData {
  const side = nReference < minimum ? 'reference' : 'production';
  const n = nReference < minimum ? nReference : nProduction;
  const reason = `${n} filled ${n === 1 ? 'value' : 'values'} in ${side}; at least ${minimum} needed`;
  return { status: 'not-enough-data', nReference, nProduction, minimum, reason };
}

/** The answer where a test has no meaning for these data; `reason` says why in plain words. */
export const notApplicable = (reason: string): NotApplicable => ({ status: 'not-applicable', reason });
