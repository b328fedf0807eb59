import { judgeEngagement } from '../figures/engagement-rate.ts';
import { judgeMedianScore } from '../figures/score-p50.ts';
import { judgeHighScore } from '../figures/score-p95.ts';
import type { Quantiles, TimeRange, VersionGroup } from '../ingest/store.ts';
import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { publicVersion } from '../wording/public-name.ts';
import { bucketFor, isoTime } from '../wording/time.ts';
import { currentVersion, newVersions, versionPercentile } from './current-version.ts';
import { labelCounts } from './label-names.ts';
import type { ScoreReferenceChoice } from './score-reference.ts';
import type { MetricsContext } from './window.ts';
import { worstStatus } from './worst-status.ts';

type Scores = Report['scores'];

/** Labels and versions listed; more in a log are noise or an attack. */
const MAX_GROUPS = 20;

/** Scores section: distribution of the scores, and whether it is in the healthy range. (Guide 2.2) */
export async function scoresSection(
  context: MetricsContext,
  reference: ScoreReferenceChoice,
): Promise<Scores> {
  const { store, policy, window } = context;
  const range = window.predictions;
  const bucketMs = bucketFor(range.end - range.start);
  const edges = scoreEdges(policy.scores.histogramBins);
  const scope = await currentVersion(context);
  const [labels, quantiles, count, quality, production, referenceCounts, series, versions, fresh] =
    await Promise.all([
      store.labels(range),
      store.quantiles('score', scope.range, [0.5, 0.95]),
      store.count('predictions', range),
      store.quality('predictions'),
      store.histogram('score', range, edges),
      referenceHistogram(context, reference, edges),
      store.predictionSeries(range, bucketMs),
      store.versions(range),
      newVersions(context),
    ]);
  const engaged = labels.find((entry) => entry.label === policy.scores.positiveLabel)?.count ?? 0;
  const reason = emptyReason(count, quality.present);
  const figures = scoreFigures(context, { count, engaged, quantiles, reason, note: scope.note });
  return {
    status: worstStatus([figures.engagementRate, figures.p50, figures.p95].map((figure) => figure.status)),
    count,
    ...figures,
    labelThreshold: policy.scores.labelThreshold,
    labelDisagreements: quality.labelDisagreements,
    histogram: { edges, reference: referenceCounts, production: [...production.counts] },
    series: {
      bucketMs,
      points: series.map((bucket) => ({
        start: isoTime(bucket.start),
        count: bucket.count,
        engaged: bucket.engaged,
        p50: bucket.scoreP50,
        p95: bucket.scoreP95,
      })),
    },
    versions: policy.privacy.modelVersions ? versionRows(versions, fresh) : [],
    labels: labelCounts(labels, MAX_GROUPS, policy),
    reason,
  };
}

/** Reason why there are no scores to judge; null where there are some. */
export function emptyReason(count: number, present: boolean): string | null {
  if (count > 0) return null;
  return present ? 'No prediction in the window.' : 'There is no predictions log: set PREDICTIONS_LOG.';
}

interface Measurements {
  readonly count: number;
  readonly engaged: number;
  /** Of the version in use. */
  readonly quantiles: Quantiles;
  readonly reason: string | null;
  readonly note: string | null;
}

function scoreFigures(
  { policy }: MetricsContext,
  { count, engaged, quantiles, reason, note }: Measurements,
): { engagementRate: Figure; p50: Figure; p95: Figure } {
  const { figures } = policy;
  const known = reason === null;
  const rate = {
    value: known ? engaged / count : null,
    n: count,
    interval: known ? wilsonInterval(engaged, count) : null,
    reason,
  };
  const percentile = (index: number) => versionPercentile(quantiles, index, { reason, note, policy });
  return {
    engagementRate: judgeEngagement(rate, figures['engagement-rate']),
    p50: judgeMedianScore(percentile(0), figures['score-p50']),
    p95: judgeHighScore(percentile(1), figures['score-p95']),
  };
}

/** Equal bins of [0, 1]. */
const scoreEdges = (bins: number): number[] => Array.from({ length: bins + 1 }, (_, i) => i / bins);

async function referenceHistogram(
  { store }: MetricsContext,
  reference: ScoreReferenceChoice,
  edges: readonly number[],
): Promise<number[] | null> {
  if (reference.scores === null) return null;
  if (reference.scores.kind === 'values') return countInBins(reference.scores.values, edges);
  const { counts } = await store.histogram('score', reference.scores.range satisfies TimeRange, edges);
  return [...counts];
}

/** `edges[i] ≤ x < edges[i+1]`, the last bin closed, as the store counts. */
export function countInBins(values: readonly number[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const last = edges[edges.length - 1] ?? 1;
  for (const value of values) {
    const above = edges.findIndex((edge) => edge > value);
    const bin = value === last ? counts.length - 1 : above - 1;
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function versionRows(versions: readonly VersionGroup[], fresh: ReadonlySet<string>): Scores['versions'] {
  return versions.slice(0, MAX_GROUPS).map((group) => ({
    ...group,
    version: publicVersion(group.version),
    isNew: fresh.has(group.version),
    first: isoTime(group.first),
    last: isoTime(group.last),
  }));
}
