import type { Report } from '../report/schema/report.ts';
import type { StatisticResult } from '../stats/result.ts';
import { ksTwoSample } from '../stats/tests/ks/ks.ts';
import { plural } from '../wording/sentence-numbers.ts';
import { effectOf } from './drift/effect-of.ts';
import { publishedPredictionDrift } from './privacy/publish-drift.ts';
import type { ScoreReferenceChoice } from './score-reference.ts';
import type { MetricsContext } from './window.ts';

type PredictionDrift = Report['predictionDrift'];

/** Prediction drift section: Kolmogorov–Smirnov test on the score. (Guide 3) */
export async function predictionDriftSection(
  context: MetricsContext,
  reference: ScoreReferenceChoice,
): Promise<PredictionDrift> {
  return publishedPredictionDrift(await judgedDrift(context, reference), context);
}

async function judgedDrift(
  { store, policy, window }: MetricsContext,
  reference: ScoreReferenceChoice,
): Promise<PredictionDrift> {
  const { alpha, minimumRows } = policy.predictionDrift;
  const alertBelow = policy.alerts['prediction-drift'].threshold;
  const nProduction = await store.count('predictions', window.predictions);
  const base = {
    test: 'ks' as const,
    statistic: null,
    p: null,
    pMethod: null,
    effect: null,
    alpha,
    alertBelow,
    referenceSource: reference.source,
    referenceDescription: reference.description,
    nReference: reference.n,
    nProduction,
    action: null,
  };
  if (reference.scores === null) {
    return { ...base, status: 'not-enough-data', reason: 'There are no reference scores to compare with.' };
  }
  if (nProduction === 0) {
    return { ...base, status: 'not-enough-data', reason: 'There is no prediction to compare.' };
  }
  const table = await store.scoreTable(reference.scores, window.predictions);
  const result: StatisticResult = ksTwoSample(table, { minimum: minimumRows });
  if (result.status === 'not-enough-data') {
    const reason = `${plural(result.nReference, 'reference score')} and ${plural(result.nProduction, 'prediction')}; at least ${minimumRows} of each are needed.`;
    return { ...base, status: 'not-enough-data', reason };
  }
  if (result.status === 'not-applicable') return { ...base, status: 'not-applicable', reason: result.reason };
  const p = result.p ?? 1;
  const drifted = p < alpha;
  return {
    ...base,
    status: drifted ? 'drifted' : 'stable',
    statistic: result.statistic,
    p,
    pMethod: result.pMethod ?? null,
    effect: effectOf(result.effect),
    reason: null,
    action: drifted ? policy.alerts['prediction-drift'].action : null,
  };
}
