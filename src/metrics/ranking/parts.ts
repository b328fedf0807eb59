import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { CalibrationMap } from '../../stats/performance/calibration-map.ts';
import { conversionByGroup } from '../../stats/ranking/conversion-by-group.ts';
import { gainsCurve } from '../../stats/ranking/gains-curve.ts';
import { thresholdForPrecision } from '../../stats/ranking/threshold-for-precision.ts';
import type { Lead } from '../performance/leads.ts';
import { leadsIn, WEEK_MS } from '../performance/weeks.ts';
import type { Cuts } from './cuts.ts';
import { COVERED_FROM, estimatedSide, pair, realisedSide, rowOf, type Side } from './sides.ts';

const DIGITS = 1e9;

/** The threshold that holds the target precision, from outcomes where they are known, else from the scores. */
export function targetOf(
  sides: readonly Side[],
  window: TimeRange,
  policy: Pick<Policy, 'ranking' | 'scores'>,
  fewest: number,
): RankingSection['target'] {
  const inUse = policy.scores.labelThreshold;
  for (const { source, ranked, errors } of sides) {
    if (source === 'baseline') continue;
    const found = thresholdForPrecision(ranked, policy.ranking.targetPrecision, {
      fewest,
      coverage: COVERED_FROM,
      source: errors,
    });
    if (found === undefined) continue;
    const { threshold, leads, precision } = found;
    return {
      precision: pair(precision),
      threshold,
      perWeek: (leads * WEEK_MS) / (window.end - window.start),
      inUse,
      distance: threshold - inUse,
      source,
    };
  }
  return null;
}

/** Gains and the rate by tenths of the ranking, every side cut at the same shares. */
export function curvesOf(
  sides: readonly Side[],
  { gains, deciles }: Cuts,
  fewest: number,
): Pick<RankingSection, 'gains' | 'deciles'> {
  const ranked = sides[0]?.ranked.n ?? 0;
  const of = (source: Side['source']): Side | undefined => sides.find((side) => side.source === source);
  const curve = (source: Side['source']): readonly (number | null)[] => {
    const side = of(source);
    if (side === undefined || !side.whole) return gains.map(() => null);
    const points = gainsCurve(
      side.ranked,
      gains.map((leads) => (leads * side.ranked.n) / ranked),
    );
    const at = new Map(points.map(({ share, recall }) => [key(share), recall]));
    return gains.map((leads) => at.get(key(leads / ranked)) ?? null);
  };
  const [realised, estimated, baseline] = [curve('realised'), curve('estimated'), curve('baseline')];
  const rates = (source: Side['source']) => {
    const side = of(source);
    return side === undefined ? [] : conversionByGroup(side.ranked, deciles, side.errors);
  };
  const [outcomes, expected] = [rates('realised'), rates('estimated')];
  const drawn = [realised, estimated, baseline].some((side) => side.some((value) => value !== null));
  return {
    gains: !drawn
      ? []
      : gains.map((leads, i) => ({
          share: leads / ranked,
          realised: realised[i] ?? null,
          estimated: estimated[i] ?? null,
          baseline: baseline[i] ?? null,
        })),
    deciles: deciles.map((leads, i) => {
      const group = outcomes[i];
      const known = group !== undefined && group.labelled >= Math.max(fewest - 1e-6, COVERED_FROM * group.n);
      const rate = known ? group.rate : null;
      return {
        to: leads / ranked,
        realised: rate === null ? null : pair(rate),
        estimated: expected[i]?.rate?.value ?? null,
      };
    }),
  };
}

/** Shares as keys, without the errors of their division. */
const key = (share: number): number => Math.round(share * DIGITS);

interface WeekOptions {
  readonly k: number;
  readonly map: CalibrationMap | null;
  readonly population: RankingSection['population'];
  /** Fewest labelled leads of the top. */
  readonly fewest: number;
}

/** Precision of the judged top in each week of predictions, as performance counts them. */
export function weeksOfTop(
  weeks: PerformanceSection['windows'],
  own: readonly Lead[],
  { k, map, population, fewest }: WeekOptions,
): RankingSection['weeks'] {
  return weeks.map(({ start, end, mature }) => {
    const leads = leadsIn(own, { start: Date.parse(start), end: Date.parse(end) });
    // In an immature week the estimate is of all leads, since outcomes are still to come.
    const among = mature ? population : 'contacted';
    const given = { leads, map, baseline: null, baselineLeads: [], population: among };
    const wanted = k < 1 ? Math.max(fewest, Math.round(k * leads.length)) : k;
    const precision = (side: Side | null) =>
      side === null || wanted > leads.length
        ? null
        : (rowOf(side, k, wanted / leads.length, fewest)?.precision ?? null);
    return {
      start,
      end,
      mature,
      n: leads.length,
      realised: precision(realisedSide(given)),
      estimated: precision(estimatedSide(given)),
    };
  });
}
