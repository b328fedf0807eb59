import { notApplicable, type StatisticOk, type StatisticResult } from '../result.ts';
import type { CategoricalTable, JointTable, NumericTable, TextSamples } from '../tables/joint-table.ts';
import { andersonDarling } from './anderson-darling/anderson-darling.ts';
import { chiSquaredHomogeneity } from './chi-squared/chi-squared.ts';
import { gHomogeneity } from './chi-squared/g-test.ts';
import { cramerVonMises } from './cramer-von-mises/cramer-von-mises.ts';
import type { FeatureType, TestName, TestOptions } from './drift-test-types.ts';
import { energyDistance } from './energy/energy.ts';
import { eppsSingleton } from './epps-singleton/epps-singleton.ts';
import { fisherTest } from './fisher/fisher-test.ts';
import { hellingerDistance } from './hellinger/hellinger.ts';
import { jensenShannonDistance } from './jensen-shannon/jensen-shannon.ts';
import { ksTwoSample } from './ks/ks.ts';
import { kullbackLeibler } from './kullback-leibler/kullback-leibler.ts';
import { mannWhitney } from './mann-whitney/mann-whitney.ts';
import { maximumMeanDiscrepancy } from './mmd/mmd.ts';
import { populationStabilityIndex } from './psi/psi.ts';
import { studentT } from './t/t-test.ts';
import { textDrift } from './text-content/text-drift.ts';
import { totalVariation } from './total-variation/total-variation.ts';
import { wassersteinDistance } from './wasserstein/wasserstein.ts';
import { twoProportionZ } from './z/z-test.ts';

/** Definition of a drift test: display name, feature types, kind of score, default threshold, computation. */
export interface TestDefinition {
  /** Display name. */
  readonly label: string;
  readonly types: readonly FeatureType[];
  /** Whether a p-value is compared with the threshold (drift below it) or a distance (drift from it upwards). */
  readonly score: 'p' | 'distance';
  readonly threshold: number;
  readonly run: (input: JointTable | TextSamples, options: TestOptions) => StatisticResult;
  /** The distance compared with the threshold, where it is not the statistic. */
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

const text = (label: string, score: 'p' | 'distance', threshold: number): TestDefinition => ({
  label,
  types: ['text'],
  score,
  threshold,
  run: (input, options) => (input.kind === 'text' ? textDrift(input, options) : WRONG_INPUT),
});

export const TESTS: Readonly<Record<TestName, TestDefinition>> = {
  ks: numeric('Kolmogorov–Smirnov', 'p', ksTwoSample),
  wasserstein: {
    ...numeric('Wasserstein distance (normed)', 'distance', wassersteinDistance),
    distance: (result) => result.effect?.value ?? result.statistic,
  },
  anderson: numeric('Anderson–Darling', 'p', andersonDarling),
  cramer_von_mises: numeric('Cramér–von Mises', 'p', cramerVonMises),
  ed: numeric('Energy distance', 'distance', energyDistance),
  es: numeric('Epps–Singleton', 'p', eppsSingleton),
  mannw: numeric('Mann–Whitney U', 'p', mannWhitney),
  t_test: numeric('Student’s t', 'p', studentT),
  empirical_mmd: numeric('Maximum mean discrepancy', 'p', maximumMeanDiscrepancy),
  chisquare: categorical('Chi-squared test of homogeneity', chiSquaredHomogeneity),
  z: categorical('Two-proportion z', twoProportionZ),
  g_test: categorical('G-test of homogeneity', gHomogeneity),
  fisher_exact: categorical('Fisher’s exact test', fisherTest),
  TVD: categorical('Total variation distance', totalVariation),
  jensenshannon: binned('Jensen–Shannon distance', jensenShannonDistance),
  kl_div: binned('Kullback–Leibler divergence', kullbackLeibler),
  psi: binned('Population stability index', populationStabilityIndex),
  hellinger: binned('Hellinger distance', hellingerDistance),
  abs_text_content_drift: text('Text domain classifier (AUC)', 'distance', 0.55),
  perc_text_content_drift: text('Text domain classifier (permutation)', 'p', P_THRESHOLD),
};
