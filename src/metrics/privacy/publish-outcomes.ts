import { largestError, SURE_Z } from '../../alerts/diagnosis.ts';
import type { Attribution } from '../../report/schema/attribution.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { aucInterval } from '../../stats/performance/auc.ts';
import type { ChanceFinding } from '../../stats/performance/chance-rule.ts';
import { CALIBRATION_WEEKS } from '../performance/judge.ts';
import { type KRule, kRule, shownCount, toUnit } from './k-rule.ts';
import { roundedApart, roundedBeside, roundedP, stepOfP } from './rounding.ts';
import {
  COARSEST_OF_PART,
  type Estimate,
  outward,
  publishedEstimate,
  unitOf,
  unitOfMean,
  unitOfZ,
} from './units.ts';

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

function publishedFigures(figures: Figures, rule: KRule): Figures {
  const { positives, precision, recall } = figures;
  // Over a part of the leads one of them moves a share by more: over those who engaged, or who were predicted to.
  const unit = unitOf(figures.n, rule);
  const ofPositives = unitOf(positives, rule);
  const predicted =
    precision === null || recall === null || precision.value === 0
      ? positives
      : (recall.value * positives) / precision.value;
  const estimate = (given: Estimate | null, own = unit): Estimate | null =>
    given === null ? null : publishedEstimate(given, own);
  return {
    window: figures.window,
    n: shownCount(figures.n, rule),
    effectiveN: shownCount(figures.effectiveN, rule),
    positives: shownCount(figures.positives, rule),
    rocAuc: estimate(figures.rocAuc),
    averagePrecision: estimate(figures.averagePrecision, ofPositives),
    accuracy: estimate(figures.accuracy),
    precision: estimate(precision, unitOf(predicted, rule)),
    recall: estimate(recall, ofPositives),
    f1: estimate(figures.f1, unitOf((positives + predicted) / 2, rule)),
    brier: estimate(figures.brier),
    logLoss: estimate(figures.logLoss),
    ece: estimate(figures.ece),
    rateRatio: figures.rateRatio === null ? null : publishedRatio(figures.rateRatio, ofPositives),
  };
}

/** Figures that are compared by their intervals later: where one ends before the other begins, it still does. */
function comparedFigures(
  { realised, baseline }: Pick<PerformanceSection, 'realised' | 'baseline'>,
  rule: KRule,
): Pick<PerformanceSection, 'realised' | 'baseline'> {
  const now = realised === null ? null : publishedFigures(realised, rule);
  const then = baseline === null ? null : publishedFigures(baseline, rule);
  if (realised === null || baseline === null || now === null || then === null)
    return { realised: now, baseline: then };
  const unitsOf = ({ n, positives }: Figures) => ({
    accuracy: unitOf(n, rule),
    rateRatio: unitOf(positives, rule),
  });
  const apart = (name: 'accuracy' | 'rateRatio', limits: readonly number[]): void => {
    const [a, b, shownA, shownB] = [realised[name], baseline[name], now[name], then[name]];
    if (a === null || b === null || shownA === null || shownB === null) return;
    for (const [end, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      if (
        Math.sign(a.interval[end] - b.interval[other]) ===
        Math.sign(shownA.interval[end] - shownB.interval[other])
      )
        continue;
      [shownA.interval[end], shownB.interval[other]] = roundedApart(
        [a.interval[end], unitsOf(realised)[name], limits],
        [b.interval[other], unitsOf(baseline)[name], limits],
      );
    }
  };
  apart('accuracy', []);
  apart('rateRatio', [1]);
  return { realised: now, baseline: then };
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

/** Judged later, by whether the interval holds 1. */
const publishedRatio = ({ value, interval: [low, high] }: Estimate, unit: number): Estimate => ({
  value: roundedBeside(value, unit, [0.8, 1, 1.25]),
  interval: [roundedBeside(low, unit, [1]), roundedBeside(high, unit, [1])],
});

/** Outcomes as they are published; the rate stays on its side of the limit that it is judged by. */
export function publishedOutcomes(outcomes: Report['outcomes'], policy: Policy): Report['outcomes'] {
  const rule = kRule(policy);
  const { actualRate: rate, n } = outcomes;
  const unit = unitOf(n, rule);
  return {
    ...outcomes,
    n: shownCount(n, rule),
    joined: shownCount(outcomes.joined, rule),
    actualRate:
      rate === null || rate.value === null
        ? rate
        : {
            value: Math.min(
              1,
              roundedBeside(rate.value, unit, [policy.alerts['low-engagement'].actualBelow]),
            ),
            interval: rate.interval === null ? null : outward(rate.interval, unit),
          },
  };
}

/**
 * What moved the mean score, as it is published: no finer than k leads move it. How much an ordinary lead moves a mean is
 * its error divided by √n, which the interval tells. The rest is what the published parts leave, so they still add up.
 */
export function publishedAttribution(attribution: Attribution, policy: Policy): Attribution {
  const rule = kRule(policy);
  if (!rule.rounded) return attribution;
  const leads = Math.min(attribution.nReference, attribution.nProduction);
  const whole = unitOf(leads, rule);
  const ofLeads = (interval: readonly [number, number] | null): number =>
    interval === null ? whole : unitOfMean(leads, interval, rule);
  const share = (value: number | null): number | null => (value === null ? null : toUnit(value, whole));
  const { total, totalInterval, r2 } = attribution;
  const unit = ofLeads(totalInterval);
  const rows = attribution.rows.map((row) => ({
    ...row,
    contribution: toUnit(row.contribution, ofLeads(row.interval)),
    interval: outward(row.interval, ofLeads(row.interval)),
  }));
  const shownTotal = total === null ? null : toUnit(total, unit);
  const parts = rows.reduce((sum, { contribution }) => sum + contribution, 0);
  return {
    ...attribution,
    nReference: shownCount(attribution.nReference, rule),
    nProduction: shownCount(attribution.nProduction, rule),
    r2: r2 === null ? null : { reference: share(r2.reference), production: share(r2.production) },
    total: shownTotal,
    totalInterval: totalInterval === null ? null : outward(totalInterval, unit),
    rows,
    rest: shownTotal === null || attribution.rest === null ? null : shownTotal - parts,
  };
}
