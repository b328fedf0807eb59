import type { Feature } from '../../report/schema/report.ts';
import {
  type DetectableShift,
  detectableAuc,
  detectableCohensD,
  detectableCohensH,
  detectableCramersV,
  detectableKs,
} from '../../stats/power.ts';
import type { StatisticOk } from '../../stats/result.ts';
import type { TestName } from '../../stats/tests/drift-test-types.ts';

type Detect = (n: readonly [number, number], alpha: number, result: StatisticOk) => DetectableShift;

const cramersV: Detect = ([a, b], alpha, { details }) =>
  detectableCramersV(a, b, (details?.['degreesOfFreedom'] ?? 1) + 1, { alpha });
const cohensH: Detect = ([a, b], alpha) => detectableCohensH(a, b, { alpha });
const cohensD: Detect = ([a, b], alpha) => detectableCohensD(a, b, { alpha });
const auc: Detect = ([a, b], alpha, { details }) =>
  detectableAuc(details?.['rowsReference'] ?? a, details?.['rowsProduction'] ?? b, { alpha });

/** Tests with a known formula for the smallest detectable shift. */
const DETECTABLE: Partial<Record<TestName, Detect>> = {
  ks: ([a, b], alpha) => detectableKs(a, b, { alpha }),
  chisquare: cramersV,
  g_test: cramersV,
  z: cohensH,
  t_test: cohensD,
  perc_text_content_drift: auc,
};

/** The smallest shift that data of this size detect with power 0.8, on the scale of the test's effect. */
export function detectableShift(
  test: { readonly name: TestName; readonly threshold: number },
  result: StatisticOk,
): Feature['power'] {
  const detect = DETECTABLE[test.name];
  if (detect === undefined || !(test.threshold > 0 && test.threshold < 1)) return null;
  const { name, value } = detect([result.nReference, result.nProduction], test.threshold, result);
  return Number.isFinite(value) ? { effect: name, minimumDetectable: value } : null;
}
