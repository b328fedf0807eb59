import type { TestName } from './drift-test-types.ts';

/** Notes on a test for the reader: source, assumptions, and what may be concluded. */
export interface TestNote {
  readonly source: string;
  readonly assumptions: string;
  readonly conclusion: string;
}

const INDEPENDENT = 'Rows are independent of each other.';
const P_CONCLUSION =
  'A small p says that two samples this different are rare from one source; the effect says how different.';
const DISTANCE_CONCLUSION = 'A distance, not a test: with few rows chance alone makes it large.';

export const TEST_NOTES: Readonly<Record<TestName, TestNote>> = {
  ks: {
    source: 'Hodges (1958); Simard and L’Ecuyer (2011); SciPy ks_2samp.',
    assumptions: `${INDEPENDENT} Ties make p too large, never too small.`,
    conclusion: `${P_CONCLUSION} It sees shifts of the middle best and of the tails least.`,
  },
  wasserstein: {
    source: 'SciPy wasserstein_distance, in standard deviations of the reference.',
    assumptions: 'A standard deviation is a sensible unit for the feature.',
    conclusion: `${DISTANCE_CONCLUSION} For a pure shift it is the shift itself.`,
  },
  anderson: {
    source: 'Scholz and Stephens (1987), limiting law of A² by Smirnov’s formula.',
    assumptions: INDEPENDENT,
    conclusion: `${P_CONCLUSION} It weighs the tails more than Kolmogorov–Smirnov.`,
  },
  cramer_von_mises: {
    source: 'Anderson (1962); SciPy cramervonmises_2samp.',
    assumptions: INDEPENDENT,
    conclusion: P_CONCLUSION,
  },
  ed: {
    source: 'Székely (2003); SciPy energy_distance.',
    assumptions: 'The feature’s unit is meaningful.',
    conclusion: DISTANCE_CONCLUSION,
  },
  es: {
    source: 'Epps and Singleton (1986); SciPy epps_singleton_2samp.',
    assumptions: `${INDEPENDENT} At least five values a side; discrete data are allowed.`,
    conclusion: P_CONCLUSION,
  },
  mannw: {
    source: 'Mann and Whitney (1947); SciPy mannwhitneyu.',
    assumptions: INDEPENDENT,
    conclusion:
      'A small p says that production’s values tend to be larger, or smaller; a change of spread alone is not seen.',
  },
  t_test: {
    source: 'Student (1908), Welch (1947); SciPy ttest_ind.',
    assumptions: `${INDEPENDENT} Means that are about normal; equal variances, unless Welch’s p is read.`,
    conclusion: 'A small p says that the means differ; nothing else about the distributions.',
  },
  empirical_mmd: {
    source: 'Gretton et al. (2012), Gaussian kernel, permutation p.',
    assumptions: `${INDEPENDENT} At most 500 values a side are looked at.`,
    conclusion: P_CONCLUSION,
  },
  chisquare: {
    source: 'Pearson (1900), Cochran (1954); SciPy chi2_contingency without correction.',
    assumptions: `${INDEPENDENT} Expected counts of at least 5; with rarer categories p is that of the pooled and the whole table together, on random tables.`,
    conclusion: `${P_CONCLUSION} Which categories moved is in the table of shares.`,
  },
  z: {
    source: 'Two-proportion z-test with pooled variance.',
    assumptions: `${INDEPENDENT} Two categories, expected counts of at least 5.`,
    conclusion: P_CONCLUSION,
  },
  g_test: {
    source: 'Sokal and Rohlf; SciPy chi2_contingency with log-likelihood.',
    assumptions: `${INDEPENDENT} Expected counts of at least 5; with rarer categories p is that of the pooled and the whole table together, on random tables.`,
    conclusion: P_CONCLUSION,
  },
  fisher_exact: {
    source: 'Fisher (1922), Freeman and Halton (1951); SciPy fisher_exact.',
    assumptions: INDEPENDENT,
    conclusion: `${P_CONCLUSION} Valid for any counts.`,
  },
  TVD: {
    source: 'Half the sum of the differences of the shares, permutation p.',
    assumptions: INDEPENDENT,
    conclusion:
      'The distance is the share of rows that would have to change category; p says whether chance explains it.',
  },
  jensenshannon: {
    source: 'Lin (1991); SciPy jensenshannon.',
    assumptions: 'The bins suit the feature.',
    conclusion: DISTANCE_CONCLUSION,
  },
  kl_div: {
    source: 'Kullback and Leibler (1951); SciPy entropy.',
    assumptions: 'The bins suit the feature; empty ones hold half a value.',
    conclusion: DISTANCE_CONCLUSION,
  },
  psi: {
    source: 'Siddiqi (2006).',
    assumptions: 'The bins suit the feature; empty ones hold half a value.',
    conclusion: `${DISTANCE_CONCLUSION} By custom below 0.1 is stable and above 0.25 large.`,
  },
  hellinger: {
    source: 'Hellinger (1909).',
    assumptions: 'The bins suit the feature.',
    conclusion: DISTANCE_CONCLUSION,
  },
  abs_text_content_drift: {
    source: 'Lopez-Paz and Oquab (2017), TF-IDF and a ridge classifier, five folds.',
    assumptions: `${INDEPENDENT} At most 2,000 texts a side are looked at (drift.sampleRows).`,
    conclusion:
      'An AUC of 0.5 means that nobody could tell the two sides’ texts apart by their words, 1 that anybody could.',
  },
  perc_text_content_drift: {
    source:
      'Lopez-Paz and Oquab (2017); Westfall and Young (1993) for min-p; Besag and Clifford (1991) for the permutations.',
    assumptions: `${INDEPENDENT} At most 2,000 texts a side are looked at (drift.sampleRows).`,
    conclusion:
      'A small p says that the words together, or one word alone, tell the two sides apart better than chance; the AUC says how well.',
  },
};
