import type { RankingSection } from '../../report/schema/ranking.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { type KRule, kRule, niceUnit, shownCount, toUnit } from './k-rule.ts';
import { roundedBeside } from './rounding.ts';
import { COARSEST, COARSEST_OF_PART, type Estimate, publishedEstimate, unitOf } from './units.ts';

type Row = RankingSection['rows'][number];
type Limits = RankingSection['limits'];

/** Of a top: one lead of it moves a share of them so far. More digits would tell how many leads there are. */
const unitOfTop = (n: number): number => niceUnit(1 / Math.max(1, n));

/**
 * The ranking as it is published: judged already, with counts of leads in multiples of k and the digits that these leave.
 * Precision, recall and lift of a top are the exception: a lead of it moves them, and it has at least k.
 */
export function publishedRanking(ranking: RankingSection, policy: Policy): RankingSection {
  const rule = kRule(policy);
  if (!rule.rounded) return ranking;
  const unit = unitOf(ranking.leads, rule);
  const share = (value: number | null): number | null => (value === null ? null : toUnit(value, unit));
  const { target, limits, reach } = ranking;
  let before = 0;
  return {
    ...ranking,
    leads: shownCount(ranking.leads, rule),
    reach: reach === null ? null : roundedBeside(reach, niceUnit(reach * unit), [limits.minimumLift]),
    rows: ranking.rows.map((row) => publishedRow(row, unit, limits, rule)),
    target:
      target === null
        ? null
        : {
            ...target,
            precision: publishedEstimate(target.precision, unit),
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
    weeks: ranking.weeks.map((week) => {
      const own = unitOfTop(limits.k < 1 ? Math.max(rule.k, limits.k * week.n) : limits.k);
      return {
        ...week,
        n: shownCount(week.n, rule),
        realised: week.realised === null ? null : publishedEstimate(week.realised, own),
        estimated: week.estimated === null ? null : publishedEstimate(week.estimated, own),
      };
    }),
  };
}

function publishedRow(row: Row, unitOfScores: number, limits: Limits, rule: KRule): Row {
  const unit = unitOfTop(row.n);
  const { recall, lift, leadsToCall } = row;
  const precision = beside(row.precision, unit, [limits.targetPrecision, limits.stopPrecision]);
  const [low, high] = precision.interval;
  return {
    ...row,
    n: shownCount(row.n, rule),
    positives: shownCount(row.positives, rule),
    threshold: toUnit(row.threshold, unitOfScores),
    precision,
    recall: recall === null ? null : publishedEstimate(recall, unit),
    lift:
      lift === null ? null : beside(lift, niceUnit(Math.max(1, lift.value) / row.n), [limits.minimumLift]),
    // Follows from the precision.
    leadsToCall:
      leadsToCall === null || precision.value === 0
        ? null
        : { value: 1 / precision.value, interval: [1 / high, low > 0 ? 1 / low : null] },
  };
}

/** Judged by whether the value, and the ends of the interval, lie beyond limits. */
const beside = ({ value, interval }: Estimate, unit: number, limits: readonly number[]): Estimate => ({
  value: roundedBeside(value, unit, limits),
  interval: [roundedBeside(interval[0], unit, limits), roundedBeside(interval[1], unit, limits)],
});
