import type { Report } from '../report/schema/report.ts';
import {
  type CalibrationMap,
  calibrate,
  fitIsotonic,
  fitPlatt,
} from '../stats/performance/calibration-map.ts';
import { estimatePerformance } from '../stats/performance/estimated-performance.ts';
import { type Estimate, modelPerformance } from '../stats/performance/model-performance.ts';
import { sentence } from '../wording/clean-text.ts';

type Outcomes = Report['outcomes'];
type Performance = NonNullable<Outcomes['performance']>;

/** Scores and outcomes row by row; outcome 1 is engaged, 0 not engaged. */
export interface LabelledScores {
  readonly scores: readonly number[];
  readonly labels: readonly number[];
}

/**
 * From this many labelled rows on the isotonic calibration map is used; with fewer it would overfit, and Platt's two
 * parameters are fitted.
 */
const ISOTONIC_FROM = 200;

/** Classification performance of the scores; null, with the reason, where it cannot be computed. */
export function realisedPerformance(
  { scores, labels }: LabelledScores,
  threshold: number,
  minimum: number,
): { performance: Performance | null; reason: string | null } {
  const result = modelPerformance(scores, labels, { threshold, minimum });
  if (result.status !== 'ok') return { performance: null, reason: sentence(result.reason) };
  const { accuracy, truePositives, falsePositives, trueNegatives, falseNegatives } = result.confusion;
  return {
    performance: {
      n: result.n,
      positives: result.positives,
      auc: estimate(result.auc),
      prAuc: estimate(result.prAuc),
      brier: estimate(result.brier),
      logLoss: estimate(result.logLoss),
      accuracy: { value: accuracy.value ?? 0, interval: [accuracy.interval[0], accuracy.interval[1]] },
      confusion: { tp: truePositives, fp: falsePositives, tn: trueNegatives, fn: falseNegatives },
      calibration: result.calibration.map((bin) => ({
        predicted: bin.meanScore,
        actual: bin.observed,
        n: bin.n,
        interval: [bin.interval[0], bin.interval[1]],
      })),
    },
    reason: null,
  };
}

/**
 * Estimated performance (CBPE): assumes that leads engage as the reference's did at the same score. Valid under
 * covariate shift; cannot detect concept drift.
 */
export function estimatedPerformance(
  production: readonly number[],
  reference: LabelledScores,
  threshold: number,
  minimum: number,
): Outcomes['estimated'] {
  const positives = reference.labels.filter((label) => label === 1).length;
  const n = reference.labels.length;
  if (n < minimum || positives === 0 || positives === n) return null;
  const isotonic = n >= ISOTONIC_FROM;
  const map = isotonic
    ? fitIsotonic(reference.scores, reference.labels)
    : fitPlatt(reference.scores, reference.labels);
  const result = estimatePerformance(production, map, { threshold, minimum });
  if (result.status !== 'ok') return null;
  const { confusion, expectedPositives } = expectedConfusion(production, map, threshold);
  const how = isotonic ? 'isotonic' : 'Platt’s logistic';
  return {
    performance: {
      n: result.n,
      positives: Math.round(expectedPositives),
      auc: result.auc === undefined ? null : estimate(result.auc),
      prAuc: null,
      brier: estimate(result.brier),
      logLoss: null,
      accuracy: estimate(result.accuracy),
      confusion,
      calibration: [],
    },
    assumption: sentence(`${result.assumption} (${how} calibration on ${n} labelled reference rows)`),
  };
}

const estimate = ({ value, interval }: Estimate): { value: number; interval: [number, number] } => ({
  value,
  interval: [interval[0], interval[1]],
});

/** Expected confusion counts, which need not be whole numbers. */
function expectedConfusion(scores: readonly number[], map: CalibrationMap, threshold: number) {
  const confusion = { tp: 0, fp: 0, tn: 0, fn: 0 };
  let expectedPositives = 0;
  for (const score of scores) {
    const p = calibrate(map, score);
    expectedPositives += p;
    if (score > threshold) {
      confusion.tp += p;
      confusion.fp += 1 - p;
    } else {
      confusion.fn += p;
      confusion.tn += 1 - p;
    }
  }
  return { confusion, expectedPositives };
}
