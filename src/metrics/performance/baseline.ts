import type { Policy } from '../../settings/policy-schema.ts';
import { type CalibrationMap, fitCalibration } from '../../stats/performance/calibration-map.ts';
import { type LabelledScores, MINIMUM_OF_EACH, usableAuc } from '../../stats/performance/chance-rule.ts';
import type { Lead } from './leads.ts';

export interface Baseline {
  readonly source: 'holdout' | 'crossValidated' | 'outcomes';
  readonly rows: LabelledScores;
  /** The newest prediction of the baseline; what is judged comes after it. Null for the reference. */
  readonly until: number | null;
}

export interface BaselineInputs {
  readonly policy: Pick<Policy, 'reference' | 'performance'>;
  /** Reference rows with score and outcome; null where there are none. */
  readonly reference: LabelledScores | null;
  /** Mature leads of the version with an outcome, oldest first. */
  readonly mature: readonly Lead[];
  /** The baseline of this version as it was frozen by an earlier report; null where none was. */
  readonly frozen: Baseline | null;
}

/**
 * What performance is compared with. A model scores the rows that it learnt from far better than any others, so the
 * reference serves only where its scores are of a model that had not seen it; else the first mature outcomes of the version
 * do, once there are enough. Null until then.
 */
export function chooseBaseline({ policy, reference, mature, frozen }: BaselineInputs): Baseline | null {
  const { scores } = policy.reference;
  if (reference !== null && (scores === 'holdout' || scores === 'crossValidated')) {
    return { source: scores, rows: reference, until: null };
  }
  if (frozen !== null) return frozen;
  const { baselineOutcomes } = policy.performance;
  const first = mature.slice(0, baselineOutcomes);
  const last = first[baselineOutcomes - 1];
  return last === undefined ? null : { source: 'outcomes', rows: labelledScores(first), until: last.time };
}

/** Leads without an outcome are left out. */
export function labelledScores(leads: readonly Lead[]): LabelledScores {
  const labelled = leads.filter(({ label }) => label !== null);
  return { scores: labelled.map(({ score }) => score), labels: labelled.map(({ label }) => label ?? 0) };
}

/** Of the baseline's rows; null where they are too few for one. */
export function calibrationOf(baseline: Baseline | null, minimum: number): CalibrationMap | null {
  if (baseline === null || usableAuc(baseline.rows, minimum) === null) return null;
  return fitCalibration(baseline.rows.scores, baseline.rows.labels);
}

export const wholeAuc = (rows: LabelledScores): number | null =>
  usableAuc(rows, MINIMUM_OF_EACH)?.auc ?? null;
