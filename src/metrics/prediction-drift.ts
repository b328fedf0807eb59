import type { Report } from '../report/schema/report.ts';
import type { StatisticResult } from '../stats/result.ts';
import { ksTwoSample } from '../stats/tests/ks/ks.ts';
import { publicVersion } from '../wording/public-name.ts';
import { plural } from '../wording/sentence-numbers.ts';
import { currentVersion, sameVersion, type VersionScope } from './current-version.ts';
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
  context: MetricsContext,
  reference: ScoreReferenceChoice,
): Promise<PredictionDrift> {
  const { store, policy } = context;
  const { alpha, minimumRows } = policy.predictionDrift;
  const alertBelow = policy.alerts['prediction-drift'].threshold;
  const scope = await currentVersion(context);
  const nProduction = await store.count('predictions', scope.range);
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
    const reason =
      reference.source === 'none' && reference.description !== ''
        ? `There are no reference scores to compare with. ${reference.description}`
        : 'There are no reference scores to compare with.';
    return { ...base, status: 'not-enough-data', reason };
  }
  if (nProduction === 0) {
    return { ...base, status: 'not-enough-data', reason: 'There is no prediction to compare.' };
  }
  const incomparable = otherVersion(reference, scope, policy.privacy.modelVersions);
  if (incomparable !== null) return { ...base, status: 'not-applicable', reason: incomparable };
  const table = await store.scoreTable(reference.scores, scope.range);
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

/** Why scores of several versions of the model cannot be compared; null where both sides may be of one. */
function otherVersion(
  { version: made }: ScoreReferenceChoice,
  { version, mixed, note }: VersionScope,
  named: boolean,
): string | null {
  if (mixed) return `${note ?? ''} Scores of several versions cannot be compared with one reference.`.trim();
  if (made == null || version === null || sameVersion(made, version)) return null;
  const who = named
    ? `by model ${publicVersion(made)}, the predictions by model ${publicVersion(version)}`
    : 'by another version of the model';
  return `The reference was scored ${who}: their scores cannot be compared. Give a reference scored by the version in use.`;
}
