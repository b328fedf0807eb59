import { TEST_NAMES, type TestName } from '../tests/drift-test-types.ts';

/** Difference between one test and Evidently's of the same name, with the reason. */
export interface EvidentlyDifference {
  readonly test: TestName;
  readonly evidently: string;
  readonly ours: string;
}

const SAME = 'same statistic';

const DIFFERENCES: Readonly<Record<TestName, Omit<EvidentlyDifference, 'test'>>> = {
  ks: {
    evidently: 'SciPy ks_2samp; drift at p ≤ threshold',
    ours: `${SAME} and p; drift at p < threshold`,
  },
  wasserstein: {
    evidently:
      'divided by the reference’s standard deviation, but never by less than 0.001, so that features in small units look still',
    ours: 'divided by the reference’s standard deviation, however small; by that of both sides where the reference is constant',
  },
  anderson: {
    evidently: 'p clipped to 0.001 … 0.25; threshold 0.1',
    ours: 'p from the limiting law, not clipped; threshold 0.05',
  },
  cramer_von_mises: {
    evidently: 'exact p up to 20 values a side, in half precision, which fails for some sizes; threshold 0.1',
    ours: 'asymptotic p as SciPy’s, the exact one and an accurate tail beside it; threshold 0.05',
  },
  ed: { evidently: 'drift above 0.1', ours: `${SAME}; drift from 0.1 upwards` },
  es: {
    evidently: 'raises an error where the interquartile range is 0',
    ours: 'not applicable with that reason; the rank of the covariance is not inflated by rounding',
  },
  mannw: {
    evidently: 'one-sided: sees only a production whose values are larger',
    ours: 'two-sided, corrected for ties and continuity',
  },
  t_test: { evidently: 'Student’s t', ours: 'Student’s t, with Welch’s beside it' },
  empirical_mmd: {
    evidently:
      '100 unseeded permutations, so another p in every run; bandwidth from the reference alone; p may be 0; threshold 0.1',
    ours: '500 seeded permutations, bandwidth from both sides, p never 0; threshold 0.05',
  },
  chisquare: {
    evidently:
      'goodness of fit to the reference’s shares, as if those were known exactly: 21–96 % false alarms',
    ours: 'homogeneity of both samples, sparse categories pooled, exact or Monte Carlo p where nothing else is valid',
  },
  z: {
    evidently:
      'share of all but the first category, missing values among them; p as 1 − Φ, which is 0 from about z = 8.3',
    ours: 'two categories only, the tail computed as a tail',
  },
  g_test: {
    evidently:
      'goodness of fit to the reference’s counts; fails where the two sides differ in size; threshold 0.1',
    ours: 'homogeneity, any sizes, sparse categories pooled; threshold 0.05',
  },
  fisher_exact: {
    evidently: 'fails where the sides differ in size or hold more than two categories; threshold 0.1',
    ours: 'any sizes; Monte Carlo over tables with the same margins for more categories; threshold 0.05',
  },
  TVD: {
    evidently: '1,000 permutations of values drawn one by one; p may be 0; threshold 0.1',
    ours: '2,000 random tables with the same margins, p never 0; threshold 0.05',
  },
  jensenshannon: { evidently: 'natural logarithm', ours: `${SAME}; deciles of the reference on request` },
  kl_div: {
    evidently:
      'empty bins hold 0.0001, or a millionth of the smallest share, so that the number depends on that choice',
    ours: 'empty bins hold half a value, which is what n can tell',
  },
  psi: {
    evidently:
      'empty bins hold 0.0001, or a millionth of the smallest share, so that the number depends on that choice',
    ours: 'empty bins hold half a value, which is what n can tell',
  },
  hellinger: {
    evidently: 'numbers always in bins by Sturges’ rule over the distinct values',
    ours: 'the same bins as PSI and Jensen–Shannon',
  },
  abs_text_content_drift: {
    evidently: 'AUC on one random half; drift above 0.55',
    ours: 'cross-validated AUC with its interval; drift from 0.55 upwards. compat gives ours: the split is NumPy’s',
  },
  perc_text_content_drift: {
    evidently: 'AUC on one random half against a percentile of random scores',
    ours: 'permutation p of the cross-validated AUC; drift at p < 0.05. compat gives ours: the split is NumPy’s',
  },
};

/** All differences, in the order of the test names. `compat: 'evidently'` gives the column `evidently`. */
export const EVIDENTLY_DIFFERENCES: readonly EvidentlyDifference[] = TEST_NAMES.map((test) => ({
  test,
  ...DIFFERENCES[test],
}));
