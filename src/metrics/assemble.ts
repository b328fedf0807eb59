import { diagnosisSection } from '../alerts/diagnosis.ts';
import { SLIDING } from '../alerts/registry.ts';
import { retrainingSection } from '../alerts/retraining.ts';
import { verdictOf } from '../alerts/verdict.ts';
import { readFigures } from '../figures/report-figures.ts';
import type { ReferenceOrigin } from '../ingest/sources/reference-origin.ts';
import type { OutcomeData, ReferenceData } from '../ingest/sources/tables.ts';
import type { ScoredKey, Store } from '../ingest/store.ts';
import type { ReadScoringModel } from '../model/attribution/scoring-model.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import type { Observations } from '../report/observations.ts';
import { roundReport } from '../report/round.ts';
import type { GivenDecisions } from '../report/schema/decisions.ts';
import { type Report, reportSchema, SCHEMA_VERSION } from '../report/schema/report.ts';
import { historyOf } from '../report/since.ts';
import type { RunSummary } from '../report/summary.ts';
import { flattenPolicy } from '../settings/flatten-policy.ts';
import type { OwnFigureFile } from '../settings/own-figures.ts';
import { ONCE } from '../settings/parse-once.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { NO_DECISIONS } from '../settings/read-decisions.ts';
import type { Reporter } from '../settings/reporter.ts';
import { isoTime } from '../wording/time.ts';
import { alertsSection } from './alerts.ts';
import { askedOnce } from './asked-once.ts';
import { attributionSection } from './attribution/section.ts';
import { benchmarkSection } from './benchmark.ts';
import { decisionsSection } from './decisions.ts';
import { driftSection } from './drift/index.ts';
import { healthSection } from './health.ts';
import { incidentsSection } from './incidents.ts';
import { inputsSection } from './inputs.ts';
import { latencySection } from './latency.ts';
import { modelSection } from './model.ts';
import { labelledSince, outcomesSection } from './outcomes.ts';
import { ownFiguresSection } from './own-figures.ts';
import type { Baselines } from './performance/frozen.ts';
import { referenceLabels } from './performance/reference-labels.ts';
import { performanceSection } from './performance/section.ts';
import { predictionDriftSection } from './prediction-drift.ts';
import { predictionsSection } from './predictions.ts';
import { kRule, shownCountBeside } from './privacy/k-rule.ts';
import { publishedAttribution } from './privacy/publish-attribution.ts';
import { publishedOutcomes } from './privacy/publish-outcomes.ts';
import { publishedModelVersions, publishedSegments } from './privacy/publish-parts.ts';
import { publishedPerformance } from './privacy/publish-performance.ts';
import { publishedRanking } from './privacy/publish-ranking.ts';
import { rankingSection } from './ranking/section.ts';
import { chooseScoreReference } from './score-reference.ts';
import { scoresSection } from './scores.ts';
import { segmentsSection } from './segments/section.ts';
import { modelVersionsSection } from './versions/section.ts';
import { metricsContext, reportWindow } from './window.ts';

interface ShadowData {
  readonly scores: readonly ScoredKey[];
  /** What became of the log, in words. */
  readonly notes: readonly string[];
}

export interface AssembleContext {
  readonly store: Store;
  readonly reference: ReferenceData;
  readonly outcomes: OutcomeData;
  readonly observations: Observations;
  /** Scores of versions that are not used, from a log of their own. Default none. */
  readonly shadowLog?: ShadowData | null;
  readonly referenceScores: ReferenceScores;
  /** The model's trees, which explain its scores. Default none. */
  readonly scoringModel?: ReadScoringModel | null;
  readonly policy: Policy;
  /** The newest report that was made before `now`; performance is judged over consecutive reports. Default none. */
  readonly previous?: Pick<Report, 'performance'> | null;
  /** What is known of the reference's scores. Default what the policy says. */
  readonly referenceOrigin?: ReferenceOrigin;
  /** Baselines that earlier reports froze. Default none. */
  readonly baselines?: Baselines;
  /** What the team decided. Default nothing. */
  readonly decisions?: GivenDecisions;
  /** Ids of the incidents that are acknowledged by a label on their issue. Default none. */
  readonly labelled?: ReadonlySet<string>;
  /** Figures that the team defines by queries of its own. Default none. */
  readonly ownFigures?: readonly OwnFigureFile[];
  /** Headline figures of the reports before this one, which say since when something is so. Default none. */
  readonly runs?: readonly RunSummary[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly id: string;
  readonly simulated: boolean;
  readonly software: { readonly name: string; readonly version: string };
  readonly reporter: Reporter;
}

/**
 * Computes a whole report: the same inputs, `now` and observations give the same report, byte for byte.
 *
 * @throws MonitorError (exit code 3) where the reference is empty or has no feature in common with the log, and (exit
 * code 2) where the policy names a test that does not fit its feature.
 */
export async function assembleReport(context: AssembleContext): Promise<Report> {
  const { policy, now, observations, reporter } = context;
  const store = askedOnce(context.store);
  const window = await reportWindow(store, policy, now);
  const metrics = await metricsContext({ store, policy, now, window }, context.reference);

  reporter.stage('Reading figures');
  const scoreReference = await chooseScoreReference(
    metrics,
    context.referenceScores,
    referenceVersion(context),
  );
  // These sections do not depend on each other, and an engine answers several queries at once.
  const [inputs, health, scores, latency, predictions, model, drift, ownFigures] = await allOf([
    inputsSection(metrics, context.reference, context.outcomes, context.shadowLog?.notes),
    healthSection(metrics, observations.health),
    scoresSection(metrics, scoreReference),
    latencySection(metrics, observations.benchmark),
    predictionsSection(metrics),
    modelSection(metrics, observations),
    driftSection(metrics, context.reference, reporter),
    ownFiguresSection(metrics, context.ownFigures ?? [], context.outcomes),
  ]);
  const predictionDrift = await predictionDriftSection(metrics, scoreReference);
  const labelledReference = referenceLabels(context.reference, context.referenceScores);
  const performance = await performanceSection(metrics, {
    data: context.outcomes,
    reference: labelledReference,
    previous: context.previous?.performance ?? null,
    origin: context.referenceOrigin ?? policy.reference,
    baselines: context.baselines,
  });
  const ranking = await rankingSection(metrics, {
    data: context.outcomes,
    reference: labelledReference,
    performance,
    origin: context.referenceOrigin ?? policy.reference,
    baselines: context.baselines,
  });
  const attribution = await attributionSection(metrics, {
    reference: context.reference,
    scores: context.referenceScores,
    drift,
    model: context.scoringModel ?? null,
    version: referenceVersion(context),
  });
  const modelVersions = await modelVersionsSection(metrics, context.outcomes, context.shadowLog?.scores);
  const segments = await segmentsSection(metrics, {
    data: context.outcomes,
    reference: context.reference,
    scores: context.referenceScores,
    drift,
    performance,
  });
  const outcomes = outcomesSection(metrics, { data: context.outcomes, performance, scores });
  const measured = {
    window: window.section,
    inputs,
    health,
    scores,
    latency,
    drift,
    predictionDrift,
    outcomes: publishedOutcomes(outcomes, policy),
    performance: publishedPerformance(performance, policy),
    ranking: publishedRanking(ranking, policy),
    benchmark: benchmarkSection(observations.benchmark, policy),
    predictions,
    model,
    ...(ownFigures.length === 0 ? {} : { ownFigures }),
  };
  const history = historyOf(context.runs ?? [], { id: context.id, now });
  const { earlier } = history;
  const sections = {
    generatedAt: isoTime(now),
    simulated: context.simulated,
    ...measured,
    figures: history.withFigures(readFigures(measured, policy.figures)),
    drift: { ...drift, features: history.withFeatures(drift.features) },
    segments: publishedSegments(segments, policy),
  };
  const labelled = labelledSince(context.outcomes, model.trainedAt, now);
  const labelledSinceTraining =
    labelled === null
      ? null
      : { count: labelled, shown: (limit: number) => shownCountBeside(labelled, limit, kRule(policy)) };
  const alerts = history.withAlerts(
    await alertsSection(metrics, { observations, sections, earlier }),
    SLIDING,
  );
  const unsilenced = { ...sections, alerts };
  const incidents = incidentsSection(unsilenced, earlier, context);
  const given = context.decisions ?? NO_DECISIONS;
  const decided = decisionsSection(unsilenced, incidents, given, now, context.labelled);
  const judged = {
    ...unsilenced,
    ...decided,
    retraining: retrainingSection({ ...sections, labelledSinceTraining }, policy),
  };
  const report: Report = {
    schemaVersion: SCHEMA_VERSION,
    id: context.id,
    software: { ...context.software, engine: store.engine },
    verdict: verdictOf(judged, policy.verdict.essential),
    ...judged,
    diagnosis: diagnosisSection(drift, predictionDrift, measured.performance, policy.performance),
    attribution: publishedAttribution(attribution, policy),
    modelVersions: publishedModelVersions(modelVersions, policy),
    policy: flattenPolicy(policy),
  };
  return reportSchema.parse(roundReport(report), ONCE);
}

/** As `Promise.all`, but on failure waits for the other promises first, so that the store can be closed safely. */
async function allOf<Results extends readonly unknown[]>(
  work: {
    readonly [K in keyof Results]: Promise<Results[K]>;
  },
): Promise<Results> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as unknown as Results;
}

/** The model version that made the reference scores, where it is known. */
function referenceVersion({
  referenceScores,
  referenceOrigin,
  policy,
  observations,
}: AssembleContext): string | null {
  if (referenceScores.source === 'model') return observations.modelMetadata?.version ?? null;
  return (referenceOrigin ?? policy.reference).modelVersion;
}
