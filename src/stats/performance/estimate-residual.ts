import { normalTwoSided } from '../distributions/survival.ts';
import { aucSlopes, weightedAuc } from './auc.ts';
import { calibrate, fitIsotonic } from './calibration-map.ts';
import { fitLogistic, logisticChance, quadraticForm } from './logistic-fit.ts';
import { scoreGroups } from './score-groups.ts';
import type { ScoredRows } from './scored-rows.ts';

/** How far the outcomes of some rows are from what the scores of the same rows foretell. */
export interface Residual {
  /** Realised less expected. */
  readonly difference: number;
  /** Of the difference: that of the outcomes given the scores, and that of the calibration. */
  readonly error: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

export interface EstimateResidual {
  /** Null where the rows know one class only. */
  readonly rocAuc: Residual | null;
  readonly accuracy: Residual;
  /** Share of positive outcomes. */
  readonly rate: Residual;
}

/**
 * Rows from which the isotonic chance takes the place of the score: so many bear its overfitted ends, and show where a
 * straight line in the logit does not fit.
 */
const SHAPED_FROM = 10_000;
/** Scores at exactly 0 or 1 have no logit. */
const SMALLEST_SCORE = 1e-6;

/**
 * Realised figures against those that the scores of the same rows foretell: 0 within error where the chance of an outcome
 * at a score is what it was in the rows `before`, however the scores moved; else the concept drifted. Undefined without rows.
 *
 * The chance at a score is learnt by logistic regression on the score's logit, its rank, and on which side of the threshold
 * it lies, so that ROC AUC and accuracy of the rows it is learnt from are met. An isotonic map alone foretells too high an
 * AUC from a few thousand rows, because its ends overfit: 6 to 18 % false alarms at 5 %. The error of what is learnt is in
 * `error`, by the delta method.
 */
export function estimateResidual(
  { scores, labels }: ScoredRows,
  before: ScoredRows,
  threshold: number,
): EstimateResidual | undefined {
  const n = scores.length;
  if (n === 0 || before.scores.length === 0) return undefined;
  const rank = ranksAmong(before.scores);
  const map =
    before.scores.length < SHAPED_FROM
      ? null
      : fitIsotonic(Array.from(before.scores), Array.from(before.labels));
  const shape = (score: number): number => logOdds(map === null ? score : calibrate(map, score));
  const columnsOf = (given: ArrayLike<number>): Float64Array[] => [
    new Float64Array(given.length).fill(1),
    Float64Array.from(given, shape),
    Float64Array.from(given, rank),
    Float64Array.from(given, (score) => (score > threshold ? 1 : 0)),
  ];
  const { coefficients, covariance } = fitLogistic(columnsOf(before.scores), before.labels);
  const columns = columnsOf(scores);
  const chances = Float64Array.from(scores, (_, row) => logisticChance(columns, coefficients, row));
  /** Of a figure that answers to the chance of each row by `slopes`. */
  const varianceOf = (slopes: (row: number) => number): number => {
    const byCoefficient = new Float64Array(columns.length);
    let ofOutcomes = 0;
    for (let row = 0; row < n; row++) {
      const spread = (chances[row] ?? 0) * (1 - (chances[row] ?? 0));
      const slope = slopes(row);
      ofOutcomes += slope * slope * spread;
      columns.forEach((column, c) => {
        byCoefficient[c] = (byCoefficient[c] ?? 0) + slope * spread * (column[row] ?? 0);
      });
    }
    return ofOutcomes + quadraticForm(covariance, byCoefficient);
  };
  const linear = (slopes: (row: number) => number): Residual => {
    let difference = 0;
    for (let row = 0; row < n; row++) difference += slopes(row) * ((labels[row] ?? 0) - (chances[row] ?? 0));
    return residual(difference, varianceOf(slopes));
  };
  const expected = { scores, labels: chances };
  const realisedAuc = weightedAuc({ scores, labels })?.auc;
  const expectedAuc = weightedAuc(expected)?.auc;
  const slopes = aucSlopes(expected);
  return {
    rocAuc:
      realisedAuc === undefined || expectedAuc === undefined || slopes === undefined
        ? null
        : residual(
            realisedAuc - expectedAuc,
            varianceOf((row) => slopes[row] ?? 0),
          ),
    accuracy: linear((row) => ((scores[row] ?? 0) > threshold ? 1 : -1) / n),
    rate: linear(() => 1 / n),
  };
}

function residual(difference: number, variance: number): Residual {
  const error = Math.sqrt(variance);
  const z = error > 0 ? difference / error : 0;
  return { difference, error, z, p: normalTwoSided(z) };
}

function logOdds(score: number): number {
  const inside = Math.min(1 - SMALLEST_SCORE, Math.max(SMALLEST_SCORE, score));
  return Math.log(inside / (1 - inside));
}

/** The share of the given scores that lie below one, those that equal it counted half; linear between them. */
function ranksAmong(given: ArrayLike<number>): (score: number) => number {
  const { order, list } = scoreGroups({ scores: given, labels: given });
  const values = list.map(({ start }) => given[order[start] ?? 0] ?? 0);
  const ranks = list.map(({ start, end }) => (start + end) / 2 / order.length);
  return (score) => {
    let [low, high] = [0, values.length - 1];
    if (score <= (values[low] ?? 0)) return ranks[low] ?? 0;
    if (score >= (values[high] ?? 0)) return ranks[high] ?? 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((values[middle] ?? 0) <= score) low = middle;
      else high = middle;
    }
    const [a = 0, b = 1] = [values[low], values[high]];
    return (ranks[low] ?? 0) + ((score - a) / (b - a)) * ((ranks[high] ?? 0) - (ranks[low] ?? 0));
  };
}
