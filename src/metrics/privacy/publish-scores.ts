import type { PredictionBucket, ScoreTable, VersionGroup } from '../../ingest/store.ts';
import type { Figure } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { NumericTable } from '../../stats/tables/joint-table.ts';
import { publicVersion } from '../../wording/public-name.ts';
import { isoTime } from '../../wording/time.ts';
import { coarseTime } from './coarse-time.ts';
import { coarseValues } from './coarse-values.ts';
import { kRule, shownCount, toUnit } from './k-rule.ts';
import { roundedBeside } from './rounding.ts';
import { COARSEST_OF_PART, outward, unitOf } from './units.ts';

type Scores = Report['scores'];
type Points = Scores['series']['points'];

/** The rate of a label, judged already: no finer than k leads move it, and on the same side of each limit. */
export function publishedRate(figure: Figure, leads: number, policy: Policy): Figure {
  const rule = kRule(policy);
  if (!rule.rounded || figure.value === null) return figure;
  const unit = unitOf(leads, rule);
  const limits = [...limitsOf(figure), policy.alerts['low-engagement'].predictedBelow];
  const interval = figure.interval === null ? null : outward(figure.interval, unit);
  return {
    ...figure,
    value: Math.min(1, roundedBeside(figure.value, unit, limits)),
    interval: interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])],
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

/** Of fewer than so many times k leads a rate would be known to a quarter at best: it is left out. */
const LEAST_GROUPS = 4;

/**
 * Rates and percentiles by time. Predictions are traffic and counted exactly. What their leads got is told of leads, each
 * once, as often as there were predictions; null of too few leads, or where fewer than k lie beyond a percentile.
 */
export function publishedPoints(series: readonly PredictionBucket[], policy: Policy): Points {
  const rule = kRule(policy);
  const { k, rounded } = rule;
  return series.map(({ start, count, leads, engagedLeads, engaged, scoreP50, scoreP95 }) => {
    const unit = unitOf(leads, rule);
    const percentile = (value: number | null, beyond: number): number | null =>
      value === null || beyond * leads < k || unit > COARSEST_OF_PART
        ? null
        : Math.min(1, toUnit(value, unit));
    const rate = toUnit(engagedLeads / Math.max(1, leads), unit);
    const told = rounded ? shownCount(Math.round(Math.min(1, rate) * count), rule) : engaged;
    return {
      start: isoTime(start),
      count,
      engaged: rounded && leads < LEAST_GROUPS * k ? null : told,
      p50: rounded ? percentile(scoreP50, 0.5) : scoreP50,
      p95: rounded ? percentile(scoreP95, 0.05) : scoreP95,
    };
  });
}

/**
 * Versions of at least k leads, counted by leads.
 *
 * @param fresh those that are new in the window.
 */
export function publishedVersions(
  versions: readonly VersionGroup[],
  fresh: ReadonlySet<string>,
  policy: Policy,
): Scores['versions'] {
  const rule = kRule(policy);
  return versions
    .filter(({ leads }) => leads >= rule.k)
    .map(({ leads, ...group }) => ({
      ...group,
      version: publicVersion(group.version),
      isNew: fresh.has(group.version),
      count: shownCount(leads, rule),
      engaged: shownCount(Math.round((group.engaged * leads) / group.count), rule),
      first: coarseTime(group.first, policy.privacy.predictionTimes),
      last: coarseTime(group.last, policy.privacy.predictionTimes),
      scoreP50: toUnit(group.scoreP50, unitOf(leads, rule)),
    }));
}
