import { evidentlyDriftTest } from '../compat/evidently-compat.ts';
import { notApplicable, type StatisticOk } from '../result.ts';
import type { JointTable, TextSamples } from '../tables/joint-table.ts';
import {
  type DriftTestResult,
  type FeatureType,
  TEST_NAMES,
  type TestName,
  type TestOptions,
} from './drift-test-types.ts';
import { TESTS } from './test-definitions.ts';

/** Default test of each feature type. */
export const DEFAULT_TEST: Readonly<Record<FeatureType, TestName>> = {
  numeric: 'ks',
  categorical: 'chisquare',
  text: 'perc_text_content_drift',
};

/** Names of the tests that fit a type of feature. */
export const testsFor = (type: FeatureType): readonly TestName[] =>
  TEST_NAMES.filter((name) => TESTS[name].types.includes(type));

/** Display name of a test. */
export const testLabel = (name: TestName): string => TESTS[name].label;

/** Whether the score of a test is a p-value (drift below the threshold) or a distance (drift from it upwards). */
export const scoreKind = (name: TestName): 'p' | 'distance' => TESTS[name].score;

/** Default threshold of a test. */
export const defaultThreshold = (name: TestName): number => TESTS[name].threshold;

/**
 * Runs one drift test by name and compares its score with the threshold.
 *
 * A test that does not fit the type of the input is `not-applicable` with a reason that lists the ones that do.
 */
export function runDriftTest(
  name: TestName,
  input: JointTable | TextSamples,
  options: TestOptions = {},
): DriftTestResult {
  const test = TESTS[name];
  if (!test.types.includes(input.kind)) {
    const fitting = testsFor(input.kind).join(', ');
    return notApplicable(`the test "${name}" does not fit a ${input.kind} feature; these do: ${fitting}`);
  }
  if (options.compat === 'evidently') return evidentlyDriftTest(name, input, options);
  const result = test.run(input, options);
  if (result.status !== 'ok') return result;
  const threshold = options.threshold ?? test.threshold;
  const score = scoreOf(result, name);
  const drifted = test.score === 'p' ? score < threshold : score >= threshold;
  return { ...result, test: name, score, threshold, drifted };
}

function scoreOf(result: StatisticOk, name: TestName): number {
  const test = TESTS[name];
  if (test.score === 'p') return result.p ?? 1;
  return test.distance === undefined ? result.statistic : test.distance(result);
}
