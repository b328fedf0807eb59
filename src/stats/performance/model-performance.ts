import { type NotApplicable, type NotEnoughData, notApplicable } from '../result.ts';
import { type CalibrationBin, calibrationTable } from './calibration-table.ts';
import { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.ts';
import { performanceFigures } from './performance-figures.ts';
import type { Estimate } from './scored-rows.ts';

export interface ModelPerformance {
  readonly status: 'ok';
  readonly n: number;
  readonly positives: number;
  /** Area under the ROC curve, DeLong's interval. */
  readonly auc: Estimate;
  /** Area under the precision–recall curve as average precision; logit interval. */
  readonly prAuc: Estimate;
  /** Mean squared difference of score and label, and mean negative log-likelihood in nats; intervals on the logarithmic scale. */
  readonly brier: Estimate;
  readonly logLoss: Estimate;
  readonly confusion: ConfusionMatrix;
  readonly calibration: readonly CalibrationBin[];
}

/**
 * How well scores foretold outcomes. `scores` are probabilities, `labels` 0 or 1, row by row. Predicted positive is a
 * score above `threshold`.
 *
 * Source: scikit-learn's `roc_auc_score`, `average_precision_score`, `brier_score_loss`, `log_loss`.
 */
export function modelPerformance(
  scores: readonly number[],
  labels: readonly number[],
  options: { readonly threshold?: number; readonly minimum?: number } = {},
): ModelPerformance | NotEnoughData | NotApplicable {
  const n = scores.length;
  const minimum = Math.max(2, options.minimum ?? 2);
  if (n < minimum) {
    const reason = `${n} rows with an outcome; at least ${minimum} needed`;
    return { status: 'not-enough-data', nReference: n, nProduction: n, minimum, reason };
  }
  const threshold = options.threshold ?? 0.5;
  const figures = performanceFigures({ scores, labels }, { threshold, source: 'outcomes' });
  if (figures === undefined || figures.rocAuc === null || figures.averagePrecision === null) {
    return notApplicable('every outcome is the same, so nothing can be told apart');
  }
  return {
    status: 'ok',
    n,
    positives: figures.positives,
    auc: figures.rocAuc,
    prAuc: figures.averagePrecision,
    brier: figures.brier,
    logLoss: figures.logLoss,
    confusion: confusionMatrix(scores, labels, threshold),
    calibration: calibrationTable(scores, labels),
  };
}
