import type { NotApplicable, NotEnoughData, StatisticOk } from '../result.ts';

export const FEATURE_TYPES = ['numeric', 'categorical', 'text'] as const;
export type FeatureType = (typeof FEATURE_TYPES)[number];

/** Names of the tests. They are Evidently's, so that a configuration can be carried over. */
export const TEST_NAMES = [
  'ks',
  'wasserstein',
  'anderson',
  'cramer_von_mises',
  'ed',
  'es',
  'mannw',
  't_test',
  'empirical_mmd',
  'chisquare',
  'z',
  'g_test',
  'fisher_exact',
  'TVD',
  'jensenshannon',
  'kl_div',
  'psi',
  'hellinger',
  'abs_text_content_drift',
  'perc_text_content_drift',
] as const;
export type TestName = (typeof TEST_NAMES)[number];

/** Number of missing values on each side, and whether either side begins with one. */
export interface MissingValues {
  readonly reference: number;
  readonly production: number;
  readonly first: boolean;
}

/** Options of one test run; every one has a default. */
export interface TestOptions {
  /** Compared with the score. Default: 0.05 for p-values, 0.1 for distances, 0.55 for text AUC. */
  readonly threshold?: number;
  /** Evidently's own number instead of the corrected one. */
  readonly compat?: 'evidently';
  /** Seed of permutation and Monte Carlo p-values and of cross-validation folds. Default 1. */
  readonly seed?: number;
  /** Number of permutations or Monte Carlo draws. */
  readonly permutations?: number;
  /** Number of tests whose p-values are adjusted together; the classifiers permute as often as that needs. */
  readonly family?: number;
  /** Rows a side that the classifiers see. Default 2,000. */
  readonly rows?: number;
  /** Binning of PSI, Jensen–Shannon, KL and Hellinger. Default 'sturges' (Evidently's). */
  readonly bins?: 'sturges' | 'quantile';
  /** Minimum number of filled values on each side. */
  readonly minimum?: number;
  /** Missing values, which are not in the table; Evidently's z counts them. */
  readonly missing?: MissingValues;
  /** Pooling of sparse categories before chi-squared and G. Default true. */
  readonly pool?: boolean;
}

/** A statistic that was compared with its threshold. */
export interface DriftDecision {
  readonly test: TestName;
  /** The number that was compared with the threshold: p or distance. */
  readonly score: number;
  readonly threshold: number;
  readonly drifted: boolean;
}

export type DriftTestResult = (StatisticOk & DriftDecision) | NotEnoughData | NotApplicable;
