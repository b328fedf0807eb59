/**
 * Result of a statistic: a tagged union, so that "could not be computed" cannot be mistaken for a number. Never NaN,
 * null or an exception, whatever the data.
 */

export type EffectWord = 'negligible' | 'small' | 'medium' | 'large';

/** Effect size: size of a shift on a scale that does not depend on n, with a word for it. */
export interface Effect {
  /** Name of the measure: "KS D", "Cramér's V", "Cohen's d", "normed Wasserstein", … */
  readonly name: string;
  readonly value: number;
  readonly word: EffectWord;
  /** 95 % confidence interval, where one is standard. */
  readonly interval?: readonly [number, number];
  /** Remark for the reader on how the word was chosen. */
  readonly note?: string;
}

/** How a p-value was obtained. */
export type PMethod = 'exact' | 'asymptotic' | 'permutation' | 'monte-carlo';

export interface StatisticOk {
  readonly status: 'ok';
  /** Test statistic or distance. */
  readonly statistic: number;
  /** Probability in [0, 1] under "both sides come from one distribution"; absent for a pure distance. */
  readonly p?: number;
  readonly pMethod?: PMethod;
  readonly effect?: Effect;
  /** Filled values on each side. */
  readonly nReference: number;
  readonly nProduction: number;
  /** Test-specific remarks for the reader, for example which categories were pooled. */
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
  /** Minimum number of filled values on each side. */
  readonly minimum: number;
  readonly reason: string;
}

export interface NotApplicable {
  readonly status: 'not-applicable';
  readonly reason: string;
}

export type StatisticResult = StatisticOk | NotEnoughData | NotApplicable;

/** Result where either side holds fewer values than a test needs. */
export function notEnoughData(nReference: number, nProduction: number, minimum: number): NotEnoughData {
  const side = nReference < minimum ? 'reference' : 'production';
  const reason = `fewer than ${minimum} filled values in ${side}`;
  return { status: 'not-enough-data', nReference, nProduction, minimum, reason };
}

/** Result where a test does not apply to these data; `reason` says why. */
export const notApplicable = (reason: string): NotApplicable => ({ status: 'not-applicable', reason });
