import { judgeEngagement } from '../figures/engagement-rate.ts';
import { judgeMedianScore } from '../figures/score-p50.ts';
import { judgeHighScore } from '../figures/score-p95.ts';
import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { bucketFor } from '../wording/time.ts';
import { labelCounts } from './label-names.ts';
import { kRule, shownCount } from './privacy/k-rule.ts';
import {
  leadsInBins,
  publishedPercentile,
  publishedPoints,
  publishedRate,
  publishedVersions,
} from './privacy/publish-scores.ts';
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
  const rule = kRule(policy);
  const [labels, quantiles, quality, table, series, versions] = await Promise.all([
    store.labels(range),
    store.quantiles('score', range, [0.5, 0.95]),
    store.quality('predictions'),
    store.scoreTable(reference.scores ?? { kind: 'values', values: [] }, range),
    store.predictionSeries(range, bucketMs),
    store.versions(range),
  ]);
  const count = quantiles.n;
  const engaged = labels.find((entry) => entry.label === policy.scores.positiveLabel)?.count ?? 0;
  const reason = emptyReason(count, quality.present);
  const figures = scoreFigures(context, count, engaged, quantiles.values, reason);
  // Given reference scores count by rows, of which one lead may have several.
  const ofRows =
    reference.scores?.kind === 'values' ? { ...rule, k: rule.k * context.referenceLeads.mostRows } : rule;
  const shownBins = (side: 'reference' | 'production'): number[] =>
    leadsInBins(table.leads, side, edges).map((n) => shownCount(n, side === 'reference' ? ofRows : rule));
  return {
    status: worstStatus([figures.engagementRate, figures.p50, figures.p95].map((figure) => figure.status)),
    count,
    engagementRate: publishedRate(figures.engagementRate, context.leads.leads, policy),
    p50: publishedPercentile(figures.p50, table, policy),
    p95: publishedPercentile(figures.p95, table, policy),
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
    versions: policy.privacy.modelVersions ? publishedVersions(versions, policy).slice(0, MAX_GROUPS) : [],
    labels: labelCounts(labels, MAX_GROUPS, policy),
    reason,
  };
}

/** Reason why there are no scores to judge; null where there are some. */
export function emptyReason(count: number, present: boolean): string | null {
  if (count > 0) return null;
  return present ? 'No prediction in the window.' : 'There is no predictions log: set PREDICTIONS_LOG.';
}

function scoreFigures(
  { policy }: MetricsContext,
  count: number,
  engaged: number,
  quantiles: readonly number[],
  reason: string | null,
): { engagementRate: Figure; p50: Figure; p95: Figure } {
  const { figures } = policy;
  const [median = 0, high = 0] = quantiles;
  const known = reason === null;
  const measured = (value: number, interval: readonly [number, number] | null = null) => ({
    value: known ? value : null,
    n: count,
    interval,
    reason,
  });
  const rate = measured(engaged / count, known ? wilsonInterval(engaged, count) : null);
  return {
    engagementRate: judgeEngagement(rate, figures['engagement-rate']),
    p50: judgeMedianScore(measured(median), figures['score-p50']),
    p95: judgeHighScore(measured(high), figures['score-p95']),
  };
}

/** Equal bins of [0, 1]. */
const scoreEdges = (bins: number): number[] => Array.from({ length: bins + 1 }, (_, i) => i / bins);
