import type { PerformanceSection } from '../../report/schema/performance.ts';
import { type KRule, shownCount } from './k-rule.ts';
import { roundedApart, roundedBeside } from './rounding.ts';
import { type Estimate, publishedEstimate, unitOf } from './units.ts';

type Figures = NonNullable<PerformanceSection['realised']>;

/** Figures of a set of leads as they are published. */
export function publishedFigures(figures: Figures, rule: KRule): Figures {
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
export function comparedFigures(
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

/** Judged later, by whether the interval holds 1. */
const publishedRatio = ({ value, interval: [low, high] }: Estimate, unit: number): Estimate => ({
  value: roundedBeside(value, unit, [0.8, 1, 1.25]),
  interval: [roundedBeside(low, unit, [1]), roundedBeside(high, unit, [1])],
});
