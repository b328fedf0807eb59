import { openDuckdbStore } from '../../src/ingest/engines/duckdb/store.ts';
import { SHADOW_FIELD } from '../../src/ingest/rules/shadow-scores.ts';
import { resolveLog } from '../../src/ingest/sources/log-files.ts';
import { readOutcomes } from '../../src/ingest/sources/outcomes.ts';
import { readReference } from '../../src/ingest/sources/reference.ts';
import type { Store } from '../../src/ingest/store.ts';
import { type AssembleContext, assembleReport } from '../../src/metrics/assemble.ts';
import type { ReferenceScores } from '../../src/model/reference-scores.ts';
import type { Observations } from '../../src/report/observations.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { type Policy, policySchema } from '../../src/settings/policy-schema.ts';
import { silentReporter } from '../../src/settings/reporter.ts';

/** `now` of the real cases. */
export const CASE_NOW = '2026-02-20T12:05:00Z';

/** Observations without any live check, registry or benchmark. */
export const NO_OBSERVATIONS: Observations = {
  recordedAt: CASE_NOW,
  healthLog: [],
  health: { status: 'not-probed', url: null, attempts: [], version: null, reason: null },
  registry: { status: 'unknown', reason: 'MLFLOW_TRACKING_URI is not set' },
  benchmark: { status: 'absent', reason: 'no model' },
  modelMetadata: null,
};

export interface CaseInputs {
  readonly predictions: string | null;
  readonly requests: string | null;
  readonly reference: string | null;
  readonly outcomes?: string;
  readonly now?: string;
  readonly policy?: Policy;
  readonly observations?: Observations;
  readonly referenceScores?: ReferenceScores;
  /** Threads of the engine; their number must not change a figure. */
  readonly threads?: number;
}

/** Computes a report from files, without site, model or network. */
export async function caseReport(inputs: CaseInputs): Promise<Report> {
  const now = Date.parse(inputs.now ?? CASE_NOW);
  const policy = inputs.policy ?? policySchema.parse({});
  const setting = (variable: string, value: string | null | undefined) => ({
    variable,
    value: value ?? null,
    fallback: 'nowhere/at-all',
  });
  const reference = await readReference(setting('REFERENCE_DATA_PATH', inputs.reference), '/');
  const { keyColumn } = policy.outcomes;
  const outcomes = await readOutcomes(
    { ...setting('OUTCOMES_PATH', inputs.outcomes), ...(keyColumn === null ? {} : { keyColumn }) },
    '/',
  );
  const store = await openDuckdbStore({
    predictions: await resolveLog(setting('PREDICTIONS_LOG', inputs.predictions), '/'),
    requests: await resolveLog(setting('API_REQUESTS_LOG', inputs.requests), '/'),
    reference,
    now,
    ...(inputs.threads === undefined ? {} : { threads: inputs.threads }),
    joinKeys: outcomes.keyColumn === null ? [] : [outcomes.keyColumn, SHADOW_FIELD],
  });
  const { observations, referenceScores } = inputs;
  return await reportOf(store, { reference, outcomes, policy, now, observations, referenceScores });
}

interface Given extends Pick<AssembleContext, 'reference' | 'outcomes' | 'policy' | 'now'> {
  readonly observations?: Observations | undefined;
  readonly referenceScores?: ReferenceScores | undefined;
}

/** The report of the rows in an engine, which is closed after it. Without live checks and scores of the reference by default. */
export async function reportOf(store: Store, given: Given): Promise<Report> {
  const {
    observations = NO_OBSERVATIONS,
    referenceScores = { source: 'none', reason: 'The reference has no score column.' },
  } = given;
  try {
    return await assembleReport({
      ...given,
      store,
      observations,
      referenceScores,
      id: new Date(given.now).toISOString().slice(0, 10),
      simulated: false,
      software: { name: 'lead-scoring-monitor', version: '0.0.0' },
      reporter: silentReporter,
    });
  } finally {
    await store.close();
  }
}
