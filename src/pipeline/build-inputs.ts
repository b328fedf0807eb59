import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolveSparkLog, type SparkLog } from '../ingest/engines/spark/spark-log.ts';
import { columnRules } from '../ingest/rules/resolve-columns.ts';
import { findJoinKey } from '../ingest/sources/join-key.ts';
import { resolveLog } from '../ingest/sources/log-files.ts';
import { outcomeFiles, readOutcomes } from '../ingest/sources/outcomes.ts';
import { readReference } from '../ingest/sources/reference.ts';
import { originPath } from '../ingest/sources/reference-origin.ts';
import { sampleFiles } from '../ingest/sources/sample-records.ts';
import type { OutcomeData, ReferenceData } from '../ingest/sources/tables.ts';
import { checkInputFiles } from '../settings/check-paths.ts';
import { type OwnFigureFile, readOwnFigures } from '../settings/own-figures.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Settings } from '../settings/variables.ts';
import { simulateInputs } from './simulated-inputs.ts';

/** All input files of a build, found and checked; the logs are not read yet. */
export interface BuildInputs {
  readonly simulated: boolean;
  readonly predictions: SparkLog;
  readonly requests: SparkLog;
  readonly reference: ReferenceData;
  readonly outcomes: OutcomeData;
  readonly ownFigures: readonly OwnFigureFile[];
  /** Absolute paths of all files, for the hash of the inputs. */
  readonly files: readonly string[];
}

/** Predictions looked at to find the column that joins outcomes with them. */
const KEY_SAMPLES = 5_000;

/**
 * Finds the inputs. If no log path is set and neither default log exists, writes simulated logs to `scratch`, which are
 * then read like any other; if at least one log is real, nothing is simulated.
 *
 * @throws MonitorError exit code 2 for a path that was set and does not exist, 3 for an unusable table.
 */
export async function findInputs(settings: Settings, policy: Policy, scratch: string): Promise<BuildInputs> {
  const { cwd } = settings;
  const resolveFor = settings.sparkUrl === null ? resolveLog : resolveSparkLog;
  const predictions = await resolveFor(settings.predictions, cwd);
  const requests = await resolveFor(settings.requests, cwd);
  const nothingSet = settings.predictions.value === null && settings.requests.value === null;
  const ownFigures = await readOwnFigures(settings);
  const { outcomeColumn, keyColumn } = policy.outcomes;
  const scoreColumn = policy.columns.reference.score;
  if (nothingSet && !predictions.present && !requests.present) {
    await checkSetTables(settings, policy);
    const simulated = await simulateInputs(settings, policy, scratch);
    return { simulated: true, files: [], ownFigures, ...simulated };
  }
  const outcomeSetting = { variable: 'OUTCOMES_PATH', value: settings.outcomes.value };
  const outcomes = await readOutcomes(
    {
      ...policy.outcomes,
      ...outcomeSetting,
      findKey: async (candidates) =>
        'files' in predictions
          ? findJoinKey(candidates, await sampleFiles(predictions.files, KEY_SAMPLES), columnRules(policy))
          : null,
    },
    cwd,
  );
  const reference = await readReference(
    { ...settings.reference, outcomeColumn, scoreColumn, keyColumn: outcomes.keyColumn ?? keyColumn },
    cwd,
  );
  const files = [
    ...('files' in predictions ? predictions.files : []),
    ...('files' in requests ? requests.files : []),
    ...[originPath(resolve(cwd, reference.location))].filter((path) => existsSync(path)),
    ...(reference.present ? [resolve(cwd, reference.location)] : []),
    ...(await outcomeFiles(outcomeSetting, cwd)),
  ];
  checkInputFiles(settings, files);
  return { simulated: false, predictions, requests, reference, outcomes, ownFigures, files };
}

/** A path that was set and does not exist is an error, also where the data are simulated. */
async function checkSetTables({ reference, outcomes, cwd }: Settings, policy: Policy): Promise<void> {
  if (reference.value !== null) await readReference(reference, cwd);
  if (outcomes.value === null) return;
  await readOutcomes({ variable: 'OUTCOMES_PATH', value: outcomes.value, ...policy.outcomes }, cwd);
}
