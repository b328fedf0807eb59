import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { CalibrationMap } from '../../stats/performance/calibration-map.ts';
import { isUsable, type LabelledScores, MINIMUM_OF_EACH } from '../../stats/performance/chance-rule.ts';
import {
  dropExceeds,
  type Look,
  lookAtFall,
  miscalibrationExceeds,
  nextState,
} from '../../stats/performance/drop-rule.ts';
import { estimateResidual } from '../../stats/performance/estimate-residual.ts';
import { miscalibration } from '../../stats/performance/miscalibration.ts';
import type { MainFigures } from '../../stats/performance/performance-figures.ts';
import { kRule, shownCount } from '../privacy/k-rule.ts';
import { type Baseline, labelledScores } from './baseline.ts';
import { realisedMain, type ScoreWeight } from './figures.ts';
import type { Lead } from './leads.ts';
import { leadsIn, WEEK_MS } from './weeks.ts';

/** Mature weeks that are looked at: a sudden fall shows in one, a slow one in thirteen. */
export const LOOK_WEEKS = [1, 4, 13] as const;
export interface LookRows {
  readonly all: number;
  readonly ofEach: number;
}
/** Fewest outcomes for a fall, and of either kind: with fewer its error is too uncertain for so high a critical value. */
const LOOK_ROWS: LookRows = { all: 100, ofEach: 20 };
/** The look whose outcomes are compared with the calibrated scores. */
export const CALIBRATION_WEEKS = 4;

export interface DatedLook extends Look {
  readonly weeks: number;
  readonly n: number;
}

export interface JudgeInputs {
  /** Mature leads of the version with an outcome, oldest first. */
  readonly mature: readonly Lead[];
  readonly until: number;
  readonly baseline: Baseline | null;
  readonly map: CalibrationMap | null;
  readonly weight: ScoreWeight;
  readonly policy: Pick<Policy, 'performance' | 'scores' | 'outcomes' | 'privacy'>;
  /** Of the report before, where it was of the same version. */
  readonly previous: Pick<PerformanceSection, 'drop' | 'miscalibration'> | null;
  readonly lookRows?: LookRows | undefined;
}

export interface PerformanceFindings {
  /** The baseline, weighted like the labelled leads. */
  readonly before: MainFigures | null;
  readonly looks: readonly DatedLook[];
  readonly drop: PerformanceSection['drop'];
  readonly miscalibration: PerformanceSection['miscalibration'];
  /** The newest outcomes that are compared with the calibrated scores. */
  readonly newest: Stretch | null;
}

export interface Stretch {
  readonly weeks: number;
  readonly rows: LabelledScores;
}

/** The last mature weeks of outcomes, later than the baseline; only stretches that hold enough of them. */
export function stretches(
  { mature, until, baseline }: Pick<JudgeInputs, 'mature' | 'until' | 'baseline'>,
  minimum: number,
  ofEach = MINIMUM_OF_EACH,
): Stretch[] {
  return LOOK_WEEKS.flatMap((weeks) => {
    const range: TimeRange = { start: Math.max(until - weeks * WEEK_MS, baseline?.until ?? -1), end: until };
    const rows = labelledScores(leadsIn(mature, range));
    return isUsable(rows, minimum, ofEach) ? [{ weeks, rows }] : [];
  });
}

/** The fall against the baseline and the calibration, and what both say together with the report before. */
export function judgePerformance(inputs: JudgeInputs): PerformanceFindings {
  const { mature, baseline, map, weight, policy, previous } = inputs;
  const { labelThreshold } = policy.scores;
  // Published, and the next report compares with it.
  const outcomes = shownCount(mature.length, kRule(policy));
  const { all, ofEach } = inputs.lookRows ?? LOOK_ROWS;
  const recent = stretches(inputs, Math.max(all, policy.outcomes.minimumRows), ofEach);
  const before =
    baseline === null ? null : realisedMain(baseline.rows, labelThreshold, baselineWeight(baseline, weight));
  const looks = recent.flatMap(({ weeks, rows }): DatedLook[] => {
    const now = realisedMain(rows, labelThreshold);
    return before === null || now === null
      ? []
      : [{ weeks, n: now.n, ...lookAtFall(before, now, policy.performance) }];
  });
  const drop = nextState(previous?.drop ?? null, dropExceeds(looks), outcomes);
  const calibrated = recent.findLast(({ weeks }) => weeks <= CALIBRATION_WEEKS);
  const off =
    calibrated === undefined || map === null || baseline === null
      ? null
      : (miscalibration(calibrated.rows, map, baseline.rows) ?? null);
  const nothing = { opens: false, closes: false, atOnce: false };
  const state = nextState(
    previous?.miscalibration ?? null,
    off === null ? nothing : miscalibrationExceeds(off),
    outcomes,
  );
  return {
    before,
    looks,
    drop: {
      state: drop.state,
      outcomes,
      critical: looks.some((look) => look.critical),
      z: looks.length === 0 ? null : Math.max(...looks.map((look) => look.z)),
    },
    newest: calibrated ?? null,
    miscalibration: { state: state.state, outcomes, ratio: off?.ratio ?? null, z: off?.z ?? null },
  };
}

/** Baseline outcomes are of contacted leads already. */
export const baselineWeight = (baseline: Baseline, weight: ScoreWeight): ScoreWeight =>
  baseline.source === 'outcomes' ? null : weight;

/** Outcomes against what the scores of the same leads foretell. */
export function residualOf(
  newest: Stretch | null,
  baseline: Baseline | null,
  threshold: number,
): PerformanceSection['residual'] {
  if (newest === null || baseline === null) return null;
  const found = estimateResidual(newest.rows, baseline.rows, threshold);
  return found === undefined ? null : { weeks: newest.weeks, n: newest.rows.scores.length, ...found };
}
