import { judgeEngagement } from '../figures/engagement-rate.ts';
import { judgeMedianScore } from '../figures/score-p50.ts';
import { judgeHighScore } from '../figures/score-p95.ts';
import type { Quantiles } from '../ingest/store.ts';
import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { bucketFor } from '../wording/time.ts';
import { currentVersion, newVersions, versionPercentile } from './current-version.ts';
import { labelCounts } from './label-names.ts';
import { kRule, shownCount } from './privacy/k-rule.ts';
import {
  leadsInBins,
  publishedPercentile,
  publishedPoints,
  publishedRate,
  publishedVersions,
} from './privacy/publish-scores.ts';
import { fewestOfPart } from './privacy/units.ts';
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
  const rule = kRule(policy);
  const length = range.end - range.start;
  // Buckets of fewer leads are not published.
  const bucketMs = bucketFor(length, (length * fewestOfPart(rule)) / Math.max(1, context.leads.leads));
  const edges = scoreEdges(policy.scores.histogramBins);
  const none = { kind: 'values', values: [] } as const;
  const scope = await currentVersion(context);
  const [labels, quantiles, count, quality, table, ofVersion, series, versions, fresh] = await Promise.all([
    store.labels(range),
    store.quantiles('score', scope.range, [0.5, 0.95]),
    store.count('predictions', range),
    store.quality('predictions'),
    store.scoreTable(reference.scores ?? none, range),
    scope.note === null ? null : store.scoreTable(none, scope.range),
    store.predictionSeries(range, bucketMs),
    store.versions(range),
    newVersions(context),
  ]);
  const engaged = labels.find((entry) => entry.label === policy.scores.positiveLabel)?.count ?? 0;
  const reason = emptyReason(count, quality.present);
  const figures = scoreFigures(context, { count, engaged, quantiles, reason, note: scope.note });
  // Given reference scores count by rows, of which one lead may have several.
  const ofRows =
    reference.scores?.kind === 'values' ? { ...rule, k: rule.k * context.referenceLeads.mostRows } : rule;
  const shownBins = (side: 'reference' | 'production'): number[] =>
    leadsInBins(table.leads, side, edges).map((n) => shownCount(n, side === 'reference' ? ofRows : rule));
  return {
    status: worstStatus([figures.engagementRate, figures.p50, figures.p95].map((figure) => figure.status)),
    count,
    engagementRate: publishedRate(figures.engagementRate, context.leads.leads, policy),
    p50: publishedPercentile(figures.p50, ofVersion ?? table, policy),
    p95: publishedPercentile(figures.p95, ofVersion ?? table, policy),
    labelThreshold: policy.scores.labelThreshold,
    labelDisagreements: quality.labelDisagreements,
    histogram: {
      edges,
      reference: reference.scores === null ? null : shownBins('reference'),
      production: shownBins('production'),
    },
    series: {
      bucketMs,
      points: publishedPoints(series, policy),
    },
    versions: policy.privacy.modelVersions
      ? publishedVersions(versions, fresh, policy).slice(0, MAX_GROUPS)
      : [],
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
