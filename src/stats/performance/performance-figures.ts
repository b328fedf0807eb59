import { Z_95 } from '../distributions/normal.ts';
import { wilsonInterval } from '../distributions/wilson.ts';
import { type Auc, aucInterval, weightedAuc } from './auc.ts';
import { averagePrecision } from './average-precision.ts';
import { calibrationError } from './calibration-error.ts';
import {
  countOf,
  type ErrorSource,
  type Estimate,
  effectiveN,
  type Influence,
  influenceVariance,
  logInterval,
  logitInterval,
  rowCount,
  type ScoredRows,
  weightOf,
} from './scored-rows.ts';

/** Scores at exactly 0 or 1 would make the log-loss of one wrong row infinite. */
const SMALLEST_PROBABILITY = 1e-15;

/** The two figures by which a fall is judged. */
export interface MainFigures {
  readonly n: number;
  /** Null where one class is empty. */
  readonly auc: Auc | null;
  readonly rocAuc: Estimate | null;
  readonly accuracy: Estimate;
  readonly accuracyVariance: number;
}

export interface PerformanceFigures extends MainFigures {
  /** Less than `n` where rows carry weights. */
  readonly effectiveN: number;
  /** Expected ones, where labels are probabilities; weights leave them alone. */
  readonly positives: number;
  readonly averagePrecision: Estimate | null;
  /** Null where no row is predicted positive. */
  readonly precision: Estimate | null;
  readonly recall: Estimate | null;
  readonly f1: Estimate | null;
  readonly brier: Estimate;
  /** Nats. */
  readonly logLoss: Estimate;
  readonly ece: Estimate;
  /** Mean score over the rate of positive labels. */
  readonly rateRatio: Estimate | null;
}

interface FigureOptions {
  readonly threshold: number;
  readonly source: ErrorSource;
}

/** ROC AUC and accuracy alone, as `performanceFigures` has them. */
export function mainFigures(rows: ScoredRows, { threshold, source }: FigureOptions): MainFigures | undefined {
  const n = rowCount(rows);
  if (n === 0 || effectiveN(rows) === 0) return undefined;
  const auc = weightedAuc(rows, source) ?? null;
  const right: OfRow = (score, positive) => (score > threshold === positive ? 1 : 0);
  const accuracy = proportion(rows, source, right, () => 1);
  return {
    n,
    auc,
    rocAuc: auc === null ? null : { value: auc.auc, interval: aucInterval(auc) },
    accuracy: accuracy?.estimate ?? { value: 0, interval: [0, 1] },
    accuracyVariance: accuracy?.variance ?? 0,
  };
}

type OfRow = (score: number, positive: boolean) => number;

/**
 * How well scores foretold labels; predicted positive is a score above `threshold`. With labels that are probabilities
 * these are the figures that the labels are expected to show (confidence-based performance estimation, CBPE): right under
 * covariate shift, blind to concept drift.
 *
 * Intervals, 95 %: ROC AUC DeLong, logit scale; average precision by its influence function, logit scale; accuracy,
 * precision and recall Wilson, with Kish's effective counts where rows carry weights; F1 from Wilson's interval of
 * TP/(TP+FP+FN), of which it is a function; Brier score and log-loss normal on the logarithmic scale; rate ratio delta
 * method, logarithmic scale. ECE: see there. Estimates: the same scales, with the variance of labels given the scores.
 *
 * Undefined where there is no row.
 *
 * Source: scikit-learn's `roc_auc_score`, `average_precision_score`, `accuracy_score`, `f1_score`, `brier_score_loss`,
 * `log_loss`; NannyML's CBPE.
 */
export function performanceFigures(
  rows: ScoredRows,
  { threshold, source }: FigureOptions,
): PerformanceFigures | undefined {
  const main = mainFigures(rows, { threshold, source });
  if (main === undefined) return undefined;
  const high = (score: number): boolean => score > threshold;
  const area = averagePrecision(rows);
  const share = (hit: OfRow, among: OfRow) => proportion(rows, source, hit, among);
  const hit: OfRow = (score, positive) => (high(score) && positive ? 1 : 0);
  const jaccard = share(hit, (score, positive) => (high(score) || positive ? 1 : 0));
  const loss: OfRow = (score, positive) =>
    -Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, positive ? score : 1 - score)));
  return {
    ...main,
    effectiveN: effectiveN(rows),
    positives: Array.from(rows.labels).reduce((sum, label, i) => sum + countOf(rows, i) * label, 0),
    averagePrecision:
      area === undefined
        ? null
        : { value: area.value, interval: logitInterval(area.value, influenceVariance(rows, area, source)) },
    precision: share(hit, (score) => (high(score) ? 1 : 0))?.estimate ?? null,
    recall: share(hit, (_, positive) => (positive ? 1 : 0))?.estimate ?? null,
    f1: jaccard === null ? null : mapped(jaccard.estimate, (j) => (2 * j) / (1 + j)),
    brier: onLogScale(
      rows,
      source,
      ratio(
        rows,
        (score, positive) => (score - (positive ? 1 : 0)) ** 2,
        () => 1,
      ),
    ) ?? { value: 0, interval: [0, 0] },
    logLoss: onLogScale(
      rows,
      source,
      ratio(rows, loss, () => 1),
    ) ?? { value: 0, interval: [0, 0] },
    ece: calibrationError(rows, source),
    rateRatio: onLogScale(
      rows,
      source,
      ratio(
        rows,
        (score) => score,
        (_, positive) => (positive ? 1 : 0),
      ),
    ),
  };
}

/** Σ numerator over Σ denominator, with the influence of each row; null where the denominator is 0. */
function ratio(rows: ScoredRows, numerator: OfRow, denominator: OfRow): Influence | null {
  const n = rows.scores.length;
  let [top, bottom, total] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const weight = countOf(rows, i) * weightOf(rows, i);
    const label = rows.labels[i] ?? 0;
    const score = rows.scores[i] ?? 0;
    total += weight;
    if (label > 0) {
      top += weight * label * numerator(score, true);
      bottom += weight * label * denominator(score, true);
    }
    if (label < 1) {
      top += weight * (1 - label) * numerator(score, false);
      bottom += weight * (1 - label) * denominator(score, false);
    }
  }
  if (!(bottom > 0)) return null;
  const value = top / bottom;
  const influence = (positive: boolean): Float64Array => {
    const ofRows = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const score = rows.scores[i] ?? 0;
      ofRows[i] = ((numerator(score, positive) - value * denominator(score, positive)) * total) / bottom;
    }
    return ofRows;
  };
  return { value, ifPositive: influence(true), ifNegative: influence(false) };
}

function proportion(
  rows: ScoredRows,
  source: ErrorSource,
  hit: OfRow,
  among: OfRow,
): { readonly estimate: Estimate; readonly variance: number } | null {
  const influence = ratio(rows, hit, among);
  if (influence === null) return null;
  const { value } = influence;
  const variance = influenceVariance(rows, influence, source);
  if (source === 'labels') return { estimate: { value, interval: logitInterval(value, variance) }, variance };
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rows.scores.length; i++) {
    const counted = weightOf(rows, i) * among(rows.scores[i] ?? 0, rows.labels[i] === 1);
    sum += countOf(rows, i) * counted;
    squares += countOf(rows, i) * counted * counted;
  }
  const n = (sum * sum) / squares;
  return { estimate: { value, interval: wilsonInterval(value === 1 ? n : value * n, n) }, variance };
}

function onLogScale(rows: ScoredRows, source: ErrorSource, influence: Influence | null): Estimate | null {
  if (influence === null) return null;
  const { value } = influence;
  return { value, interval: logInterval(value, influenceVariance(rows, influence, source), Z_95) };
}

const mapped = ({ value, interval }: Estimate, change: (x: number) => number): Estimate => ({
  value: change(value),
  interval: [change(interval[0]), change(interval[1])],
});
