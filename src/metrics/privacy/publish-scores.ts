import type { ScoreTable, VersionGroup } from '../../ingest/store.ts';
import type { Figure } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { NumericTable } from '../../stats/tables/joint-table.ts';
import { publicVersion } from '../../wording/public-name.ts';
import { isoTime, MINUTE_MS } from '../../wording/time.ts';
import { coarseValues } from './coarse-values.ts';
import { kRule, niceUnit, shownCount, toUnit } from './k-rule.ts';
import { roundedBeside } from './rounding.ts';

type Scores = Report['scores'];
type Points = Scores['series']['points'];

/** The rate of a label, judged already: no finer than k leads move it, and on the same side of each limit. */
export function publishedRate(figure: Figure, moved: number, policy: Policy): Figure {
  if (!kRule(policy).rounded || figure.value === null) return figure;
  const unit = niceUnit(moved / Math.max(1, figure.n));
  const limits = [...limitsOf(figure), policy.alerts['low-engagement'].predictedBelow];
  return {
    ...figure,
    value: Math.min(1, roundedBeside(figure.value, unit, limits)),
    interval:
      figure.interval === null
        ? null
        : [
            Math.max(0, toUnit(Math.floor(figure.interval[0] / unit) * unit, unit)),
            Math.min(1, toUnit(Math.ceil(figure.interval[1] / unit) * unit, unit)),
          ],
  };
}

/** A percentile of the scores, judged already: so coarse that k leads share it. */
export function publishedPercentile(figure: Figure, { leads }: ScoreTable, policy: Policy): Figure {
  const { k, rounded } = kRule(policy);
  if (!rounded || figure.value === null) return figure;
  const coarse = coarseValues({ values: leads.values, counts: leads.production }, k);
  if (coarse === null) return { ...figure, value: null, reason: `Of fewer than ${k} leads.` };
  const unit = coarse.unitAt(figure.value);
  return { ...figure, value: Math.min(1, Math.max(0, roundedBeside(figure.value, unit, limitsOf(figure)))) };
}

const limitsOf = ({ range }: Figure): number[] => (range === null ? [] : [range.min, range.max]);

/** Leads between edges; the last bin is closed on the right. */
export function leadsInBins(
  table: NumericTable,
  side: 'reference' | 'production',
  edges: readonly number[],
): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  table.values.forEach((value, i) => {
    while (bin < counts.length - 1 && value >= (edges[bin + 1] ?? Infinity)) bin++;
    if (value < (edges[0] ?? 0) || value > (edges.at(-1) ?? 1)) return;
    counts[bin] = (counts[bin] ?? 0) + (table[side][i] ?? 0);
  });
  return counts;
}

/** Parts of an hour or a day in which k leads are more than this share of the predictions tell nothing of them. */
const COARSEST = 0.25;

/**
 * Rates and percentiles by time. Predictions are traffic and counted exactly; what their leads got is null where k leads
 * are a large part of them, or where fewer than k lie beyond a percentile.
 *
 * @param moved predictions that k leads can have.
 */
export function publishedPoints(points: Points, moved: number, policy: Policy): Points {
  const { rounded } = kRule(policy);
  return points.map((point) => {
    const unit = niceUnit(moved / Math.max(1, point.count));
    const few = moved > COARSEST * point.count;
    const percentile = (value: number | null, beyond: number): number | null => {
      if (value === null || beyond * point.count < moved) return null;
      return rounded ? Math.min(1, toUnit(value, unit)) : value;
    };
    return {
      ...point,
      engaged: few || point.engaged === null ? null : engagedOf(point.engaged, moved, rounded),
      p50: percentile(point.p50, 0.5),
      p95: percentile(point.p95, 0.05),
    };
  });
}

function engagedOf(engaged: number, moved: number, rounded: boolean): number {
  if (engaged < moved) return 0;
  return rounded ? Math.floor(engaged / moved) * moved : engaged;
}

/** Versions of at least k leads, counted by leads. */
export function publishedVersions(versions: readonly VersionGroup[], policy: Policy): Scores['versions'] {
  const rule = kRule(policy);
  return versions
    .filter(({ leads }) => leads >= rule.k)
    .map(({ leads, ...group }) => ({
      ...group,
      version: publicVersion(group.version),
      count: shownCount(leads, rule),
      engaged: shownCount(Math.round((group.engaged * leads) / group.count), rule),
      first: isoTime(Math.floor(group.first / MINUTE_MS) * MINUTE_MS),
      last: isoTime(Math.floor(group.last / MINUTE_MS) * MINUTE_MS),
      scoreP50: rule.rounded ? toUnit(group.scoreP50, niceUnit(rule.k / leads)) : group.scoreP50,
    }));
}
