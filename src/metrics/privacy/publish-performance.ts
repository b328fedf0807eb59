import { largestError, SURE_Z } from '../../alerts/diagnosis.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { aucInterval } from '../../stats/performance/auc.ts';
import type { ChanceFinding } from '../../stats/performance/chance-rule.ts';
import { CALIBRATION_WEEKS } from '../performance/judge.ts';
import { type KRule, kRule, shownCount, toUnit } from './k-rule.ts';
import { comparedFigures, publishedFigures } from './publish-figures.ts';
import { roundedBeside, roundedP, stepOfP } from './rounding.ts';
import { COARSEST_OF_PART, type Estimate, outward, publishedEstimate, unitOf, unitOfZ } from './units.ts';

type Figures = NonNullable<PerformanceSection['realised']>;
type Look = PerformanceSection['looks'][number];
type Fall = Look['accuracy'];

/**
 * What is known of outcomes as it is published: judged already, with counts of leads in multiples of k and the digits that
 * these leave.
 */
export function publishedPerformance(performance: PerformanceSection, policy: Policy): PerformanceSection {
  const rule = kRule(policy);
  if (!rule.rounded) return performance;
  const count = (n: number): number => shownCount(n, rule);
  const figures = (given: Figures | null): Figures | null =>
    given === null ? null : publishedFigures(given, rule);
  const { detectable, residual, drop, miscalibration } = performance;
  const ofScores = unitOf(
    performance.labelledByScore.reduce((sum, group) => sum + group.n, 0),
    rule,
  );
  const most = Math.max(0, ...performance.looks.map(({ n }) => n));
  const unit = unitOf(most, rule);
  const z = (value: number | null): number | null =>
    value === null ? null : toUnit(value, unitOfZ(most, rule));
  return {
    ...performance,
    ...comparedFigures(performance, rule),
    estimated: figures(performance.estimated),
    expected: figures(performance.expected),
    explored: figures(performance.explored),
    detectable:
      detectable === null
        ? null
        : {
            rocAuc: detectable.rocAuc === null ? null : toUnit(detectable.rocAuc, unit),
            accuracy: detectable.accuracy === null ? null : toUnit(detectable.accuracy, unit),
          },
    looks: performance.looks.map((look) => publishedLook(look, rule)),
    drop: { ...drop, z: z(drop.z) },
    miscalibration: {
      ...miscalibration,
      ratio:
        miscalibration.ratio === null
          ? null
          : roundedBeside(miscalibration.ratio, unitOfRatio(performance, rule), [1]),
      z: z(miscalibration.z),
    },
    residual: residual === null ? null : publishedResidual(residual, policy),
    calibration: performance.calibration
      .filter((group) => unitOf(group.n, rule) <= COARSEST_OF_PART)
      .map((group) => {
        const own = unitOf(group.n, rule);
        return {
          predicted: toUnit(group.predicted, own),
          actual: toUnit(group.actual, own),
          n: count(group.n),
          interval: outward(group.interval, own),
        };
      }),
    labelled: count(performance.labelled),
    windows: performance.windows.map((week) => ({
      ...week,
      n: count(week.n),
      labelled: count(week.labelled),
      realised: publishedShort(week.realised, unitOf(week.labelled, rule)),
      estimated: publishedShort(week.estimated, unitOf(week.mature ? week.labelled : week.n, rule)),
    })),
    labelledByScore: performance.labelledByScore.map((group) => ({
      from: ofScores === 0 ? group.from : toUnit(Math.floor(group.from / ofScores) * ofScores, ofScores),
      n: count(group.n),
      labelled: group.labelled === null ? null : count(group.labelled),
    })),
  };
}

interface Calibrated {
  readonly looks: readonly { readonly weeks: number; readonly n: number }[];
  readonly baseline: { readonly n: number; readonly positives: number } | null;
}

/** Of outcomes over those that were expected, of which about as many are expected as there were in the baseline. */
export function unitOfRatio({ looks, baseline }: Calibrated, rule: KRule): number {
  const n = looks.findLast(({ weeks }) => weeks <= CALIBRATION_WEEKS)?.n ?? 0;
  return unitOf(baseline === null || baseline.n === 0 ? n : (n * baseline.positives) / baseline.n, rule);
}

/** Whether leads are ranked, as it is told in words. */
export interface ShownChance {
  readonly n: number;
  readonly auc: Estimate | null;
  readonly below: number | null;
}

export function publishedChance({ n, auc, below }: ChanceFinding, rule: KRule): ShownChance {
  const unit = unitOf(n, rule);
  const [low, high] = auc === null ? [0, 0] : aucInterval(auc);
  return {
    n: shownCount(n, rule),
    auc: auc === null ? null : publishedEstimate({ value: auc.auc, interval: [low, high] }, unit),
    below: below === null ? null : toUnit(below, unit),
  };
}

/** A fall of the newest weeks as it is published, in the section and in words. */
export function publishedLook<L extends Pick<Look, 'n' | 'rocAuc' | 'accuracy'>>(look: L, rule: KRule): L {
  const fall = <F extends Fall>(given: F): F => ({
    ...given,
    fall: toUnit(given.fall, unitOf(look.n, rule)),
    z: toUnit(given.z, unitOfZ(look.n, rule)),
  });
  return {
    ...look,
    n: shownCount(look.n, rule),
    rocAuc: look.rocAuc === null ? null : fall(look.rocAuc),
    accuracy: fall(look.accuracy),
  };
}

type Residual = NonNullable<PerformanceSection['residual']>;

/** The diagnosis judges what is published: each number stays on its side of the limit that it is judged by. */
function publishedResidual(residual: Residual, policy: Pick<Policy, 'performance' | 'privacy'>): Residual {
  const rule = kRule(policy);
  const unit = unitOf(residual.n, rule);
  const { tolerance } = policy.performance;
  const one = (given: Residual['rate']): Residual['rate'] => ({
    difference: roundedBeside(given.difference, unit, [-tolerance, tolerance]),
    error: roundedBeside(given.error, unit, [largestError(policy.performance)]),
    z: roundedBeside(given.z, unitOfZ(residual.n, rule), [-SURE_Z, SURE_Z]),
    p: roundedP(given.p, stepOfP(given.p, { unit, effective: residual.n })),
  });
  return {
    ...residual,
    n: shownCount(residual.n, rule),
    rocAuc: residual.rocAuc === null ? null : one(residual.rocAuc),
    accuracy: one(residual.accuracy),
    rate: one(residual.rate),
  };
}

type Short = PerformanceSection['windows'][number]['realised'];

function publishedShort(short: Short, unit: number): Short {
  if (short === null) return null;
  const { rocAuc, accuracy } = short;
  return {
    rocAuc: rocAuc === null ? null : publishedEstimate(rocAuc, unit),
    accuracy: accuracy === null ? null : publishedEstimate(accuracy, unit),
  };
}
