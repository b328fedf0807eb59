import { Z_95 } from '../distributions/normal.ts';

export interface ExplorationInputs {
  /** Calls a week, and the share of them that would go to leads at random. */
  readonly callsPerWeek: number;
  readonly share: number;
  readonly weeks: number;
  /** Rate of engaged leads among those that the model chooses, and among all. */
  readonly chosenRate: number;
  readonly randomRate: number;
  /** What the ROC AUC is among all leads, as far as it is known. */
  readonly auc: number;
}

export interface ExplorationCost {
  /** Calls to leads at random after these weeks. */
  readonly calls: number;
  readonly engagedLostPerWeek: number;
  /** Half of the 95 % interval of the ROC AUC among those leads after these weeks; null with too few of either class. */
  readonly halfWidth: number | null;
}

/** Fewest of either class for the variance to hold. */
const FEWEST = 5;

/**
 * What it costs to call some leads at random, and how well the model can then be judged on all leads.
 *
 * Source of the AUC's variance: J. A. Hanley and B. J. McNeil, Radiology 143(1), 1982.
 *
 * @example
 * const { engagedLostPerWeek } = explorationCost({ callsPerWeek: 200, share: 0.1, weeks: 13, chosenRate: 0.5,
 * randomRate: 0.2, auc: 0.75 }); // 6
 */
export function explorationCost(inputs: ExplorationInputs): ExplorationCost {
  const { callsPerWeek, share, weeks, chosenRate, randomRate, auc } = inputs;
  const calls = callsPerWeek * share * weeks;
  const [positives, negatives] = [calls * randomRate, calls * (1 - randomRate)];
  const engagedLostPerWeek = callsPerWeek * share * (chosenRate - randomRate);
  if (Math.min(positives, negatives) < FEWEST) return { calls, engagedLostPerWeek, halfWidth: null };
  const bothPositive = auc / (2 - auc);
  const bothNegative = (2 * auc * auc) / (1 + auc);
  const variance =
    (auc * (1 - auc) +
      (positives - 1) * (bothPositive - auc * auc) +
      (negatives - 1) * (bothNegative - auc * auc)) /
    (positives * negatives);
  return { calls, engagedLostPerWeek, halfWidth: Z_95 * Math.sqrt(variance) };
}
