import { notApplicable, type StatisticOk } from '../result.ts';
import type { CategoricalTable, JointTable, NumericTable, TextSamples } from '../tables/joint-table.ts';
import type { DriftTestResult, TestName, TestOptions } from '../tests/drift-test-types.ts';
import { textDrift } from '../tests/text-content/text-drift.ts';
import { EVIDENTLY_BINNED } from './evidently-binned.ts';
import { EVIDENTLY_CATEGORICAL } from './evidently-categorical.ts';
import { EVIDENTLY_NUMERIC } from './evidently-numeric.ts';
import { above, below, type EvidentlyRule } from './evidently-rule.ts';

/** Evidently's random split and classifier cannot be reproduced outside NumPy, so the text tests use our own. */
const TEXT_RULES: Readonly<Record<string, EvidentlyRule<TextSamples>>> = {
  abs_text_content_drift: {
    threshold: 0.55,
    drifted: above,
    run: textDrift,
    score: ({ statistic }) => statistic,
  },
  perc_text_content_drift: { threshold: 0.05, drifted: below, run: textDrift },
};

/** Runs one test as Evidently 0.7 computes it, with Evidently's default threshold and comparison. */
export function evidentlyDriftTest(
  name: TestName,
  input: JointTable | TextSamples,
  options: TestOptions,
): DriftTestResult {
  if (input.kind === 'text') return decide(name, TEXT_RULES[name], input, options);
  const binned: Readonly<Record<string, EvidentlyRule<JointTable>>> = EVIDENTLY_BINNED;
  const shared = binned[name];
  if (shared !== undefined) return decide(name, shared, input, options);
  if (input.kind === 'numeric') {
    const rules: Readonly<Record<string, EvidentlyRule<NumericTable>>> = EVIDENTLY_NUMERIC;
    return decide(name, rules[name], input, options);
  }
  const rules: Readonly<Record<string, EvidentlyRule<CategoricalTable>>> = EVIDENTLY_CATEGORICAL;
  return decide(name, rules[name], input, options);
}

function decide<Input>(
  name: TestName,
  rule: EvidentlyRule<Input> | undefined,
  input: Input,
  options: TestOptions,
): DriftTestResult {
  if (rule === undefined) return notApplicable(`Evidently does not offer "${name}" for this type of feature`);
  const result = rule.run(input, options);
  if (result.status !== 'ok') return result;
  const score = rule.score === undefined ? pOrStatistic(result) : rule.score(result);
  const threshold = options.threshold ?? rule.threshold;
  return { ...result, test: name, score, threshold, drifted: rule.drifted(score, threshold) };
}

const pOrStatistic = (result: StatisticOk): number => result.p ?? result.statistic;
