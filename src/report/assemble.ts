import type { Store } from '../ingest/store.ts';
import type { OutcomeData, ReferenceData } from '../ingest/tables.ts';
import { alertsSection } from '../metrics/alerts.ts';
import { benchmarkSection } from '../metrics/benchmark.ts';
import { diagnosisSection } from '../metrics/diagnosis.ts';
import { driftSection } from '../metrics/drift/index.ts';
import { healthSection } from '../metrics/health.ts';
import { inputsSection } from '../metrics/inputs.ts';
import { latencySection } from '../metrics/latency.ts';
import { modelSection } from '../metrics/model.ts';
import { outcomesSection } from '../metrics/outcomes.ts';
import { predictionDriftSection } from '../metrics/prediction-drift.ts';
import { predictionsSection } from '../metrics/predictions.ts';
import { retrainingSection } from '../metrics/retraining.ts';
import { chooseScoreReference } from '../metrics/score-reference.ts';
import { scoresSection } from '../metrics/scores.ts';
import { isoTime } from '../metrics/time.ts';
import { type MetricsContext, reportWindow } from '../metrics/window.ts';
import { ONCE } from '../settings/parse-once.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import { flattenPolicy } from './flatten-policy.ts';
import type { Observations } from './observations.ts';
import type { ReferenceScores } from './reference-scores.ts';
import { roundReport } from './round.ts';
import { type Report, reportSchema, SCHEMA_VERSION } from './schema/report.ts';
import { verdictOf } from './verdict.ts';

export interface AssembleContext {
  readonly store: Store;
  readonly reference: ReferenceData;
  readonly outcomes: OutcomeData;
  readonly observations: Observations;
  readonly referenceScores: ReferenceScores;
  readonly policy: Policy;
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
  const { store, policy, now, observations, reporter } = context;
  const window = await reportWindow(store, policy, now);
  const metrics: MetricsContext = { store, policy, now, window };

  reporter.stage('Reading figures');
  const scoreReference = await chooseScoreReference(metrics, context.referenceScores);
  // None of these needs another, and an engine answers several questions at once.
  const [inputs, health, scores, latency, predictions, model, drift] = await allOf([
    inputsSection(metrics, context.reference, context.outcomes),
    healthSection(metrics, observations.health),
    scoresSection(metrics, scoreReference),
    latencySection(metrics, observations.benchmark),
    predictionsSection(metrics),
    modelSection(metrics, observations),
    driftSection(metrics, context.reference, reporter),
  ]);
  const predictionDrift = await predictionDriftSection(metrics, scoreReference);
  const outcomes = await outcomesSection(metrics, {
    data: context.outcomes,
    reference: context.reference,
    referenceScores: context.referenceScores,
    scores,
  });
  const alerts = await alertsSection(metrics, {
    health: observations.health,
    healthLog: observations.healthLog,
    drift,
    predictionDrift,
    outcomes,
    scores,
    model,
  });
  const sections = {
    simulated: context.simulated,
    window: window.section,
    inputs,
    health,
    scores,
    latency,
    drift,
    predictionDrift,
    diagnosis: diagnosisSection(drift, predictionDrift, outcomes, policy),
    outcomes,
    alerts,
    retraining: retrainingSection({
      drift,
      predictionDrift,
      outcomes,
      outcomeData: context.outcomes,
      model,
      policy,
      now,
    }),
    benchmark: benchmarkSection(observations.benchmark, policy),
    predictions,
    model,
  };
  const report: Report = {
    schemaVersion: SCHEMA_VERSION,
    id: context.id,
    generatedAt: isoTime(now),
    software: { ...context.software, engine: store.engine },
    verdict: verdictOf(sections),
    ...sections,
    policy: flattenPolicy(policy),
  };
  return reportSchema.parse(roundReport(report), ONCE);
}

/** As `Promise.all`, but nothing is still at work when it fails: the store may then be closed. */
async function allOf<Results extends readonly unknown[]>(
  work: {
    readonly [K in keyof Results]: Promise<Results[K]>;
  },
): Promise<Results> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as unknown as Results;
}
