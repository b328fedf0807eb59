import { chiSquaredHomogeneity } from './chi-squared.ts';
import type { FeatureType, TestName, TestOptions } from './drift-test-types.ts';
import type { CategoricalTable, JointTable, NumericTable, TextSamples } from './joint-table.ts';
import { ksTwoSample } from './ks.ts';
import { populationStabilityIndex } from './psi.ts';
import { notApplicable, type StatisticOk, type StatisticResult } from './result.ts';
import { wassersteinDistance } from './wasserstein.ts';

/** Everything the rest of the system asks about a test. */
export interface TestDefinition {
  /** The name a reader sees. */
  readonly label: string;
  readonly types: readonly FeatureType[];
  /** Whether a p-value is compared with the threshold (drift below it) or a distance (drift from it upwards). */
  readonly score: 'p' | 'distance';
  readonly threshold: number;
  readonly run: (input: JointTable | TextSamples, options: TestOptions) => StatisticResult;
  /** The distance that is compared, where it is not the statistic. */
  readonly distance?: (result: StatisticOk) => number;
}

type Run<Input> = (input: Input, options: TestOptions) => StatisticResult;

const WRONG_INPUT = notApplicable('the test does not fit the type of this feature');

const P_THRESHOLD = 0.05;
const DISTANCE_THRESHOLD = 0.1;

const numeric = (label: string, score: 'p' | 'distance', run: Run<NumericTable>): TestDefinition => ({
  label,
  types: ['numeric'],
  score,
  threshold: score === 'p' ? P_THRESHOLD : DISTANCE_THRESHOLD,
  run: (input, options) => (input.kind === 'numeric' ? run(input, options) : WRONG_INPUT),
});

const categorical = (label: string, run: Run<CategoricalTable>): TestDefinition => ({
  label,
  types: ['categorical'],
  score: 'p',
  threshold: P_THRESHOLD,
  run: (input, options) => (input.kind === 'categorical' ? run(input, options) : WRONG_INPUT),
});

const binned = (label: string, run: Run<JointTable>): TestDefinition => ({
  label,
  types: ['numeric', 'categorical'],
  score: 'distance',
  threshold: DISTANCE_THRESHOLD,
  run: (input, options) => (input.kind === 'text' ? WRONG_INPUT : run(input, options)),
});

const pending = (label: string, types: readonly FeatureType[], score: 'p' | 'distance'): TestDefinition => ({
  label,
  types,
  score,
  threshold: score === 'p' ? P_THRESHOLD : DISTANCE_THRESHOLD,
  run: () => notApplicable('this test is not available yet'),
});

export const TESTS: Readonly<Record<TestName, TestDefinition>> = {
  ks: numeric('Kolmogorov–Smirnov', 'p', ksTwoSample),
  wasserstein: {
    ...numeric('Wasserstein distance (normed)', 'distance', wassersteinDistance),
    distance: (result) => result.effect?.value ?? result.statistic,
  },
  anderson: pending('Anderson–Darling', ['numeric'], 'p'),
  cramer_von_mises: pending('Cramér–von Mises', ['numeric'], 'p'),
  ed: pending('Energy distance', ['numeric'], 'distance'),
  es: pending('Epps–Singleton', ['numeric'], 'p'),
  mannw: pending('Mann–Whitney U', ['numeric'], 'p'),
  t_test: pending('Student’s t', ['numeric'], 'p'),
  empirical_mmd: pending('Maximum mean discrepancy', ['numeric'], 'p'),
  chisquare: categorical('Chi-squared test of homogeneity', chiSquaredHomogeneity),
  z: pending('Two-proportion z', ['categorical'], 'p'),
  g_test: pending('G-test of homogeneity', ['categorical'], 'p'),
  fisher_exact: pending('Fisher’s exact test', ['categorical'], 'p'),
  TVD: pending('Total variation distance', ['categorical'], 'p'),
  jensenshannon: pending('Jensen–Shannon distance', ['numeric', 'categorical'], 'distance'),
  kl_div: pending('Kullback–Leibler divergence', ['numeric', 'categorical'], 'distance'),
  psi: binned('Population stability index', populationStabilityIndex),
  hellinger: pending('Hellinger distance', ['numeric', 'categorical'], 'distance'),
  abs_text_content_drift: { ...pending('Domain classifier (AUC)', ['text'], 'distance'), threshold: 0.55 },
  perc_text_content_drift: pending('Domain classifier (permutation)', ['text'], 'p'),
};
