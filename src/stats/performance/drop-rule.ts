import { Z_95 } from '../distributions/normal.ts';
import { aucInterval } from './auc.ts';
import { detectableFall, differenceError, fallInErrors, type Uncertain } from './performance-fall.ts';
import type { MainFigures } from './performance-figures.ts';

/** One-sided level of 3.29 standard errors, shared by three looks. */
export const OPENS_ABOVE = 3.59;
/** Opens without a second report; and below it nothing is critical, for a report a day looks hundreds of times a year. */
const OPENS_AT_ONCE_ABOVE = 5;
const CLOSES_BELOW = 1.64;
/** Of what the AUC was above chance, the share that must be left. */
const SHARE_LEFT = 1 / 3;

export interface DropLimits {
  /** A fall of this size counts for nothing. */
  readonly tolerance: number;
  /** A fall of this size is critical. */
  readonly criticalDrop: number;
}

/** How far one figure fell. */
export interface Fall {
  /** Baseline less now. */
  readonly fall: number;
  /** Of the fall. */
  readonly error: number;
  /** The fall beyond the tolerance in standard errors. */
  readonly z: number;
  /** The smallest fall that is found four times in five. */
  readonly detectable: number;
}

export interface Look {
  readonly rocAuc: Fall | null;
  readonly accuracy: Fall;
  /** The largest z of the two. */
  readonly z: number;
  /** The AUC keeps less than a third of what it was above chance, beyond doubt. */
  readonly lost: boolean;
  readonly critical: boolean;
}

type FallingFigures = Pick<MainFigures, 'auc' | 'accuracy' | 'accuracyVariance'>;

/**
 * A window's outcomes against the baseline, both with their error. Critical is a significant fall that is large beyond
 * doubt, or of which the AUC keeps less than a third of what it was above chance.
 */
export function lookAtFall(
  baseline: FallingFigures,
  now: FallingFigures,
  { tolerance, criticalDrop }: DropLimits,
): Look {
  const accuracy = fallOf(
    { value: baseline.accuracy.value, variance: baseline.accuracyVariance },
    { value: now.accuracy.value, variance: now.accuracyVariance },
    tolerance,
  );
  const rocAuc =
    baseline.auc === null || now.auc === null
      ? null
      : fallOf(
          { value: baseline.auc.auc, variance: baseline.auc.variance },
          { value: now.auc.auc, variance: now.auc.variance },
          tolerance,
        );
  const large = [rocAuc, accuracy].some(
    (figure) =>
      figure !== null &&
      figure.z > OPENS_AT_ONCE_ABOVE &&
      figure.fall >= criticalDrop &&
      figure.fall - Z_95 * figure.error > criticalDrop / 2,
  );
  const lost =
    rocAuc !== null &&
    now.auc !== null &&
    aucInterval(now.auc)[1] < 0.5 + ((baseline.auc?.auc ?? 0.5) - 0.5) * SHARE_LEFT;
  return {
    rocAuc,
    accuracy,
    z: Math.max(accuracy.z, rocAuc?.z ?? -Infinity),
    lost,
    critical: large || (lost && rocAuc.z > OPENS_AT_ONCE_ABOVE),
  };
}

function fallOf(before: Uncertain, now: Uncertain, tolerance: number): Fall {
  const error = differenceError(before, now);
  return {
    fall: before.value - now.value,
    error,
    z: fallInErrors(before, now, tolerance),
    detectable: detectableFall(error, OPENS_ABOVE, tolerance),
  };
}

/** What one report hands to the next. */
export interface RuleState {
  /** `suspected`: exceeded once; the next report with new mature outcomes decides. */
  readonly state: 'closed' | 'suspected' | 'open';
  /** Mature outcomes known to that report, which say whether there are new ones. */
  readonly outcomes: number;
}

export interface Exceeds {
  readonly opens: boolean;
  readonly closes: boolean;
  readonly atOnce: boolean;
}

export const dropExceeds = (looks: readonly Look[]): Exceeds => {
  const z = looks.reduce((most, look) => Math.max(most, look.z), -Infinity);
  return {
    opens: z > OPENS_ABOVE,
    closes: z < CLOSES_BELOW,
    atOnce: z > OPENS_AT_ONCE_ABOVE || looks.some((look) => look.critical),
  };
};

/**
 * Opens when the rule is exceeded in two consecutive reports that bring new mature outcomes, or at once where it is
 * exceeded by far; closes once it is clearly within. A report without new outcomes changes nothing.
 */
export function nextState(previous: RuleState | null, found: Exceeds, outcomes: number): RuleState {
  const before = previous?.state ?? 'closed';
  if (found.atOnce) return { state: 'open', outcomes };
  if (previous !== null && previous.outcomes === outcomes) return previous;
  if (before === 'open') return { state: found.closes ? 'closed' : 'open', outcomes };
  if (!found.opens) return { state: 'closed', outcomes };
  return { state: before === 'suspected' ? 'open' : 'suspected', outcomes };
}

/** Miscalibration: the same, for a ratio of outcomes to expected ones that matters. */
export const miscalibrationExceeds = ({ ratio, z }: { ratio: number; z: number }): Exceeds => {
  const material = ratio < 0.8 || ratio > 1.25;
  return {
    opens: material && Math.abs(z) > 3.29,
    closes: !material || Math.abs(z) < CLOSES_BELOW,
    atOnce: false,
  };
};
