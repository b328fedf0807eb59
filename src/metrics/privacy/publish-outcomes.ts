import type { Attribution } from '../../report/schema/attribution.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { ChanceFinding } from '../../stats/performance/chance-rule.ts';
import { Z_95 } from '../../stats/performance/scored-rows.ts';
import { type KRule, kRule, niceUnit, shownCount, toUnit } from './k-rule.ts';
import { roundedBeside } from './rounding.ts';

type Figures = NonNullable<PerformanceSection['realised']>;
type Estimate = { value: number; interval: [number, number] };
type Look = PerformanceSection['looks'][number];
type Fall = Look['accuracy'];

/** How far k of so many leads move a share of them; 0 where nothing is rounded. */
export const unitOf = (leads: number, { k, rounded }: KRule): number =>
  rounded ? niceUnit(k / Math.max(1, leads)) : 0;

/** A share that is told in larger steps says nothing, or what is not so: 100 % for 87 %. It is not told. */
export const COARSEST = 0.1;
/** Of the parts of a list, which are compared with each other and shown with their intervals. */
const COARSEST_OF_PART = 0.2;

/** How far k ordinary leads move a mean with this 95 % interval. */
export const unitOfMean = (leads: number, [low, high]: readonly [number, number], rule: KRule): number =>
  rule.rounded && high > low
    ? Math.min(
        unitOf(leads, rule),
        niceUnit((rule.k * (high - low)) / (2 * Z_95 * Math.sqrt(Math.max(1, leads)))),
      )
    : unitOf(leads, rule);

/** As `unitOf`, of a difference in standard errors. */
export const unitOfZ = (leads: number, { k, rounded }: KRule): number =>
  rounded ? niceUnit(k / Math.sqrt(Math.max(1, leads))) : 0;

/**
 * What is known of outcomes as it is published: judged already, with counts of leads in multiples of k and the digits that
 * these leave. Precision, recall and lift of a top are the exception: they are of the size of their group, at least k.
 */
export function publishedPerformance(performance: PerformanceSection, policy: Policy): PerformanceSection {
  const rule = kRule(policy);
  if (!rule.rounded) return performance;
  const count = (n: number): number => shownCount(n, rule);
  const figures = (given: Figures | null): Figures | null =>
    given === null ? null : publishedFigures(given, rule);
  const { detectable, residual, drop, miscalibration } = performance;
  const most = Math.max(0, ...performance.looks.map(({ n }) => n));
  const unit = unitOf(most, rule);
  const z = (value: number | null): number | null =>
    value === null ? null : toUnit(value, unitOfZ(most, rule));
  return {
    ...performance,
    realised: figures(performance.realised),
    estimated: figures(performance.estimated),
    baseline: figures(performance.baseline),
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
      ratio: miscalibration.ratio === null ? null : toUnit(miscalibration.ratio, unit),
      z: z(miscalibration.z),
    },
    residual: residual === null ? null : publishedResidual(residual, rule),
    calibration: performance.calibration.map((group) => {
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
      ...group,
      n: count(group.n),
      labelled: group.labelled === null ? null : count(group.labelled),
    })),
  };
}

function publishedFigures(figures: Figures, rule: KRule): Figures {
  const unit = unitOf(figures.n, rule);
  const estimate = (given: Estimate | null): Estimate | null =>
    given === null ? null : publishedEstimate(given, unit);
  return {
    window: figures.window,
    n: shownCount(figures.n, rule),
    effectiveN: shownCount(figures.effectiveN, rule),
    positives: shownCount(figures.positives, rule),
    rocAuc: estimate(figures.rocAuc),
    averagePrecision: estimate(figures.averagePrecision),
    accuracy: estimate(figures.accuracy),
    precision: estimate(figures.precision),
    recall: estimate(figures.recall),
    f1: estimate(figures.f1),
    brier: estimate(figures.brier),
    logLoss: estimate(figures.logLoss),
    ece: estimate(figures.ece),
    rateRatio: figures.rateRatio === null ? null : publishedRatio(figures.rateRatio, unit),
  };
}

/** Whether leads are ranked, as it is told in words. */
export function publishedChance(found: ChanceFinding, rule: KRule): ChanceFinding {
  const unit = unitOf(found.n, rule);
  return {
    ...found,
    n: shownCount(found.n, rule),
    auc: found.auc === null ? null : { ...found.auc, auc: toUnit(found.auc.auc, unit) },
    below: found.below === null ? null : toUnit(found.below, unit),
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

function publishedResidual(residual: Residual, rule: KRule): Residual {
  const unit = unitOf(residual.n, rule);
  const one = (given: Residual['rate']): Residual['rate'] => ({
    difference: toUnit(given.difference, unit),
    error: toUnit(given.error, unit),
    z: toUnit(given.z, unitOfZ(residual.n, rule)),
    p: unit === 0 ? given.p : Number(given.p.toPrecision(1)),
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

const publishedEstimate = ({ value, interval }: Estimate, unit: number): Estimate => ({
  value: toUnit(value, unit),
  interval: outward(interval, unit),
});

/** Judged later, by whether the interval holds 1. */
const publishedRatio = ({ value, interval: [low, high] }: Estimate, unit: number): Estimate => ({
  value: roundedBeside(value, unit, [0.8, 1, 1.25]),
  interval: [roundedBeside(low, unit, [1]), roundedBeside(high, unit, [1])],
});

/** An interval that holds the exact one. */
export const outward = ([low, high]: readonly [number, number], unit: number): [number, number] =>
  unit === 0
    ? [low, high]
    : [toUnit(Math.floor(low / unit) * unit, unit), toUnit(Math.ceil(high / unit) * unit, unit)];

/** The ranking as it is published; see `publishedPerformance`. */
export function publishedRanking(ranking: RankingSection, policy: Policy): RankingSection {
  const rule = kRule(policy);
  if (!rule.rounded) return ranking;
  const unit = unitOf(ranking.leads, rule);
  const share = (value: number | null): number | null => (value === null ? null : toUnit(value, unit));
  const { target } = ranking;
  let before = 0;
  return {
    ...ranking,
    leads: shownCount(ranking.leads, rule),
    rows: ranking.rows.map((row) => ({
      ...row,
      n: shownCount(row.n, rule),
      positives: shownCount(row.positives, rule),
      threshold: toUnit(row.threshold, unit),
    })),
    target:
      target === null
        ? null
        : {
            ...target,
            threshold: toUnit(target.threshold, unit),
            distance: toUnit(toUnit(target.threshold, unit) - target.inUse, unit),
            perWeek: shownCount(target.perWeek, rule),
          },
    // A lift is read off the gains: where the first leads are few, it would be that of the rounding.
    gains: ranking.gains
      .filter((point) => unit <= COARSEST && point.share >= 2 * unit)
      .map((point) => ({
        share: toUnit(point.share, unit),
        realised: share(point.realised),
        estimated: share(point.estimated),
        baseline: share(point.baseline),
      })),
    deciles: ranking.deciles.map((group) => {
      const own = unitOf((group.to - before) * ranking.leads, rule);
      before = group.to;
      return {
        to: toUnit(group.to, unit),
        realised:
          group.realised === null || own > COARSEST_OF_PART ? null : publishedEstimate(group.realised, own),
        estimated: group.estimated === null || own > COARSEST_OF_PART ? null : toUnit(group.estimated, own),
      };
    }),
    weeks: ranking.weeks.map((week) => ({ ...week, n: shownCount(week.n, rule) })),
  };
}

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
