import { type NotApplicable, type NotEnoughData, notApplicable } from '../result.ts';
import { areaUnderCurve, aucInterval } from './auc.ts';
import { type CalibrationBin, calibrationTable } from './calibration-table.ts';
import { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.ts';

/** 97.5 % point of the standard normal law. */
const Z_95 = 1.959963984540054;
/** Scores at exactly 0 or 1 would make the log-loss of one wrong row infinite. */
const SMALLEST_PROBABILITY = 1e-15;

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [number, number];
}

export interface ModelPerformance {
  readonly status: 'ok';
  readonly n: number;
  readonly positives: number;
  /** Area under the ROC curve, DeLong's interval. */
  readonly auc: Estimate;
  /** Area under the precision–recall curve as average precision; logit interval (Boyd et al. 2013). */
  readonly prAuc: Estimate;
  /** Mean squared difference of score and label, and mean negative log-likelihood in nats; normal intervals. */
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
  const auc = areaUnderCurve(scores, labels);
  if (auc === undefined) return notApplicable('every outcome is the same, so nothing can be told apart');
  const squared = scores.map((score, i) => (score - (labels[i] ?? 0)) ** 2);
  const losses = scores.map((score, i) => {
    const likelihood = labels[i] === 1 ? score : 1 - score;
    return -Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, likelihood)));
  });
  return {
    status: 'ok',
    n,
    positives: auc.positives,
    auc: { value: auc.auc, interval: aucInterval(auc) },
    prAuc: averagePrecision(scores, labels, auc.positives),
    brier: meanEstimate(squared, 1),
    logLoss: meanEstimate(losses, Infinity),
    confusion: confusionMatrix(scores, labels, options.threshold ?? 0.5),
    calibration: calibrationTable(scores, labels),
  };
}

/** Σ (recall step)·precision over the distinct scores from high to low. */
function averagePrecision(scores: readonly number[], labels: readonly number[], positives: number): Estimate {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let found = 0;
  let value = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let hits = 0;
    while (end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]) {
      hits += labels[order[end] ?? 0] ?? 0;
      end++;
    }
    found += hits;
    value += (hits / positives) * (found / end);
    start = end;
  }
  if (value >= 1) return { value: 1, interval: [1, 1] };
  const half = Z_95 / Math.sqrt(positives * value * (1 - value));
  const logit = Math.log(value / (1 - value));
  return { value, interval: [sigmoid(logit - half), sigmoid(logit + half)] };
}

function meanEstimate(values: readonly number[], largest: number): Estimate {
  const n = values.length;
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n - 1);
  const half = Z_95 * Math.sqrt(variance / n);
  return { value, interval: [Math.max(0, value - half), Math.min(largest, value + half)] };
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
