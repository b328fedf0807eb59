import { inputError } from '../../monitor-error.ts';
import { Z_95 } from '../../stats/distributions/normal.ts';
import { type ModelPerformance, modelPerformance } from '../../stats/performance/model-performance.ts';
import { type AucDifference, pairedAuc } from '../../stats/performance/paired-auc.ts';
import { type LiftDecile, liftByDecile } from './lift.ts';

/** One model's scores of the labelled rows. */
export interface ScoredCandidate {
  readonly name: string;
  /** Origin of the scores, for the reader: `scored now`, `out-of-fold`, … */
  readonly how: string;
  readonly scores: Float64Array;
}

export interface CandidateEvaluation {
  readonly name: string;
  readonly how: string;
  readonly performance: ModelPerformance;
  readonly lift: readonly LiftDecile[];
}

/** Challenger minus champion on the same rows. */
export interface Comparison {
  readonly auc: AucDifference;
  /** Difference of the mean squared error (below 0: the challenger is better), normal interval of the paired rows. */
  readonly brier: { readonly difference: number; readonly interval: readonly [number, number] };
  /** Verdict by the AUC: a difference counts where its 95 % interval excludes zero. */
  readonly verdict: 'challenger better' | 'champion better' | 'no difference shown';
}

export interface Evaluation {
  readonly rows: number;
  readonly positives: number;
  readonly threshold: number;
  readonly champion: CandidateEvaluation;
  readonly challenger: CandidateEvaluation | null;
  readonly comparison: Comparison | null;
}

function evaluateCandidate(
  candidate: ScoredCandidate,
  labels: readonly number[],
  threshold: number,
): CandidateEvaluation {
  const scores = Array.from(candidate.scores);
  const performance = modelPerformance(scores, labels, { threshold });
  if (performance.status !== 'ok')
    throw inputError('cannot-evaluate', `${candidate.name}: ${performance.reason}`);
  return { name: candidate.name, how: candidate.how, performance, lift: liftByDecile(scores, labels) };
}

function compare(
  champion: ScoredCandidate,
  challenger: ScoredCandidate,
  labels: readonly number[],
): Comparison | null {
  const auc = pairedAuc(champion.scores, challenger.scores, labels);
  if (auc === null) return null;
  const differences = labels.map(
    (label, i) =>
      ((challenger.scores[i] as number) - label) ** 2 - ((champion.scores[i] as number) - label) ** 2,
  );
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const variance =
    differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / Math.max(1, differences.length - 1);
  const half = Z_95 * Math.sqrt(variance / differences.length);
  const [low, high] = auc.interval;
  const verdict = low > 0 ? 'challenger better' : high < 0 ? 'champion better' : 'no difference shown';
  return { auc, brier: { difference: mean, interval: [mean - half, mean + half] }, verdict };
}

/**
 * Figures with intervals for one model, or for two on the same rows with a paired comparison.
 *
 * @throws MonitorError (exit 3) where the labels hold one class only.
 */
export function evaluate(
  labels: readonly number[],
  threshold: number,
  champion: ScoredCandidate,
  challenger: ScoredCandidate | null,
): Evaluation {
  return {
    rows: labels.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    threshold,
    champion: evaluateCandidate(champion, labels, threshold),
    challenger: challenger === null ? null : evaluateCandidate(challenger, labels, threshold),
    comparison: challenger === null ? null : compare(champion, challenger, labels),
  };
}
