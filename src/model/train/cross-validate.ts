import { seededRandom } from '../../stats/distributions/random.ts';
import { areaUnderCurve } from '../../stats/performance/auc.ts';
import { type FitOptions, type FittedModel, fitModel, scoreRows } from './fit.ts';
import { rowsInFold, rowsOutsideFold, stratifiedFolds } from './folds.ts';
import type { TrainingTable } from './training-table.ts';

/** Repeated folds. Written to a file, they allow another tool to be evaluated on the same ones. */
export interface FoldPlan {
  readonly seed: number;
  readonly k: number;
  /** Fold of every row, once per repeat. */
  readonly repeats: readonly (readonly number[])[];
}

export interface CrossValidation {
  readonly folds: FoldPlan;
  /** Out-of-fold score of every row, once per repeat. */
  readonly scores: readonly Float64Array[];
  /** AUC of each held-out fold, all repeats in order. */
  readonly foldAucs: readonly number[];
  readonly meanAuc: number;
  readonly sdAuc: number;
}

export interface CrossValidationOptions extends FitOptions {
  readonly seed: number;
  readonly k: number;
  readonly repeats: number;
  /** Called after each fold. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export function planFolds(
  labels: Uint8Array,
  options: { seed: number; k: number; repeats: number },
): FoldPlan {
  const { seed, k, repeats } = options;
  const random = seededRandom(seed);
  return {
    seed,
    k,
    repeats: Array.from({ length: repeats }, () => Array.from(stratifiedFolds(labels, k, random))),
  };
}

/** Seed of one fold's fit, so that results do not depend on the order of folds. */
const foldSeed = (seed: number, repeat: number, fold: number): number => seed + 1000 * (repeat + 1) + fold;

/**
 * Repeated stratified cross-validation: encodings, the number of rounds and the trees are fitted without the held-out
 * rows each time.
 */
export function crossValidate(table: TrainingTable, options: CrossValidationOptions): CrossValidation {
  const plan = planFolds(table.labels, options);
  const scores = plan.repeats.map(() => new Float64Array(table.rows));
  const foldAucs: number[] = [];
  plan.repeats.forEach((assignment, repeat) => {
    const folds = Uint8Array.from(assignment);
    for (let fold = 0; fold < plan.k; fold += 1) {
      options.signal?.throwIfAborted();
      const held = rowsInFold(folds, fold);
      const random = seededRandom(foldSeed(options.seed, repeat, fold));
      const fitted = fitModel(table, rowsOutsideFold(folds, fold), options, random);
      const heldScores = scoreRows(fitted, table, held);
      held.forEach((row, i) => {
        (scores[repeat] as Float64Array)[row] = heldScores[i] as number;
      });
      const auc = areaUnderCurve(
        heldScores,
        held.map((row) => table.labels[row] as number),
      );
      if (auc !== undefined) foldAucs.push(auc.auc);
      options.onProgress?.(repeat * plan.k + fold + 1, plan.repeats.length * plan.k);
    }
  });
  const meanAuc = foldAucs.reduce((sum, auc) => sum + auc, 0) / foldAucs.length;
  const squares = foldAucs.reduce((sum, auc) => sum + (auc - meanAuc) ** 2, 0);
  return {
    folds: plan,
    scores,
    foldAucs,
    meanAuc,
    sdAuc: Math.sqrt(squares / Math.max(1, foldAucs.length - 1)),
  };
}

/** The production model: fitted on all rows, the number of rounds chosen by inner cross-validation. */
export function fitFinalModel(table: TrainingTable, options: FitOptions & { seed: number }): FittedModel {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  return fitModel(table, rows, options, seededRandom(options.seed));
}
