import type { ReferenceOrigin } from '../../ingest/sources/reference-origin.ts';
import type { FrozenBaseline } from '../../report/schema/frozen-baseline.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { type CalibrationMap, fitCalibration } from '../../stats/performance/calibration-map.ts';
import {
  isUsable,
  type LabelledScores,
  MINIMUM_OF_EACH,
  usableAuc,
} from '../../stats/performance/chance-rule.ts';
import { sameVersion } from '../current-version.ts';
import { timeUnit } from '../privacy/coarse-time.ts';
import { frozenOf, groupedRows, rowsOf } from './frozen.ts';
import type { Lead } from './leads.ts';

export interface Baseline {
  readonly source: 'holdout' | 'crossValidated' | 'outcomes';
  readonly rows: LabelledScores;
  /**
   * The end of the minute, hour or day of the baseline's newest prediction, whose own time is not told; what is judged comes
   * after it. Null for the reference.
   */
  readonly until: number | null;
  /** As it is frozen in the archive; null for the reference. */
  readonly record: FrozenBaseline | null;
}

export interface BaselineInputs {
  readonly policy: Pick<Policy, 'performance' | 'privacy' | 'scores'>;
  readonly origin: ReferenceOrigin;
  /** The version that is judged; null where no lead names one. */
  readonly version: string | null;
  /** Reference rows with score and outcome; null where there are none. */
  readonly reference: LabelledScores | null;
  /** Mature leads of the version with an outcome, oldest first. */
  readonly mature: readonly Lead[];
  /** The baseline of this version as it was frozen by an earlier report; null where none was. */
  readonly frozen: FrozenBaseline | null;
}

/**
 * What performance is compared with. A model scores the rows that it learnt from far better than any others, so the
 * reference serves only where its scores are of a model that had not seen it; else the first mature outcomes of the version
 * do, once there are enough. Null until then.
 */
export function chooseBaseline(inputs: BaselineInputs): Baseline | null {
  const { policy, origin, version, reference, mature, frozen } = inputs;
  if (reference !== null && whyNoBaseline(origin, version) === null) {
    const source = origin.scores === 'holdout' ? 'holdout' : 'crossValidated';
    return { source, rows: reference, until: null, record: null };
  }
  if (frozen !== null) return thawed(frozen);
  const { baselineOutcomes } = policy.performance;
  const first = mature.slice(0, baselineOutcomes);
  const last = first[baselineOutcomes - 1];
  if (last === undefined) return null;
  // Grouped as it will be frozen, so that reports before and after agree.
  const groups = groupedRows(labelledScores(first), policy.privacy.k, policy.scores.labelThreshold);
  const unit = timeUnit(policy.privacy.predictionTimes);
  return thawed(frozenOf(groups, Math.ceil(last.time / unit) * unit));
}

const thawed = (record: FrozenBaseline): Baseline => ({
  source: 'outcomes',
  rows: rowsOf(record.rows),
  until: Date.parse(record.until),
  record,
});

/** Why a reference is no baseline of a version; null where it is one. */
export function whyNoBaseline(
  { scores, modelVersion }: ReferenceOrigin,
  version: string | null,
): string | null {
  if (scores === 'training') return 'the reference was scored by a model that had seen it';
  if (scores === 'unknown') return 'the reference was perhaps scored by a model that had seen it';
  return modelVersion === null || version === null || sameVersion(modelVersion, version)
    ? null
    : 'the reference was scored by another version of the model';
}

/** Leads without an outcome are left out. */
export function labelledScores(leads: readonly Lead[]): LabelledScores {
  const labelled = leads.filter(({ label }) => label !== null);
  return { scores: labelled.map(({ score }) => score), labels: labelled.map(({ label }) => label ?? 0) };
}

/** Of the baseline's rows; null where they are too few for one. */
export function calibrationOf(baseline: Baseline | null, minimum: number): CalibrationMap | null {
  if (baseline === null || !isUsable(baseline.rows, minimum)) return null;
  return fitCalibration(baseline.rows.scores, baseline.rows.labels);
}

export const wholeAuc = (rows: LabelledScores): number | null =>
  usableAuc(rows, MINIMUM_OF_EACH)?.auc ?? null;
