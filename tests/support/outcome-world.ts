import { readFile, writeFile } from 'node:fs/promises';
import type { EngineOptions } from '../../src/ingest/engine-options.ts';
import { SHADOW_FIELD } from '../../src/ingest/rules/shadow-scores.ts';
import { type LogInput, resolveLog } from '../../src/ingest/sources/log-files.ts';
import { readOutcomes } from '../../src/ingest/sources/outcomes.ts';
import { readReference } from '../../src/ingest/sources/reference.ts';
import {
  SIMULATED_KEY,
  SIMULATED_MODEL_VERSION,
  writeSimulatedLogs,
} from '../../src/ingest/sources/simulated/simulate.ts';
import type { Store } from '../../src/ingest/store.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { CASE_NOW, reportOf } from './case-report.ts';

const SECOND = '0.4.0';
const SHADOW = '0.5.0';

/** Opens an engine on the logs. */
export type OpenEngine = (
  options: EngineOptions & { readonly predictions: LogInput; readonly requests: LogInput },
) => Promise<Store>;

/**
 * Simulated logs with everything that outcomes bring: some leads went to a second version by a coin, and a third one scored
 * most of the others as a shadow.
 */
export async function writeOutcomeWorld(directory: string) {
  const files = await writeSimulatedLogs({ directory, now: Date.parse(CASE_NOW), seed: 8 });
  const random = seededRandom(13);
  const lines = (await readFile(files.predictions, 'utf8')).trimEnd().split('\n');
  const worse = (score: number): number => Math.min(1, Math.max(0, 0.7 * score + 0.3 * random.uniform()));
  const changed = lines.map((line) => {
    const record = JSON.parse(line) as { score: number; model_version: string };
    const second = random.uniform() < 0.35;
    return JSON.stringify({
      ...record,
      ...(second ? { model_version: SECOND } : {}),
      [SHADOW_FIELD]: second || random.uniform() < 0.1 ? {} : { [SHADOW]: worse(record.score) },
    });
  });
  await writeFile(files.predictions, `${changed.join('\n')}\n`);
  return files;
}

/** The report of such logs by one engine. */
export async function outcomeReport(
  files: Awaited<ReturnType<typeof writeOutcomeWorld>>,
  open: OpenEngine,
): Promise<Report> {
  const now = Date.parse(CASE_NOW);
  const setting = (variable: string, value: string) => ({ variable, value, fallback: '' });
  const policy = policySchema.parse({
    outcomes: { keyColumn: SIMULATED_KEY, maturityDays: 12 },
    reference: { scores: 'holdout', modelVersion: SIMULATED_MODEL_VERSION },
    segments: ['industry', { feature: 'companyfoundedon', cuts: [2000, 2015] }],
  });
  const reference = await readReference(setting('REFERENCE_DATA_PATH', files.reference), '/');
  const outcomes = await readOutcomes(
    { ...setting('OUTCOMES_PATH', files.outcomes), keyColumn: SIMULATED_KEY },
    '/',
  );
  const store = await open({
    predictions: await resolveLog(setting('PREDICTIONS_LOG', files.predictions), '/'),
    requests: await resolveLog(setting('API_REQUESTS_LOG', files.requests), '/'),
    reference,
    joinKeys: [SIMULATED_KEY, SHADOW_FIELD],
    minimumLeads: policy.privacy.k,
    now,
  });
  const values = (reference.scores ?? []).map((score) => score ?? Number.NaN);
  return await reportOf(store, {
    reference,
    outcomes,
    referenceScores: { source: 'reference-column', values, description: 'the score column' },
    policy,
    now,
  });
}
