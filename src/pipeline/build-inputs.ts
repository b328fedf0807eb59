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
import { configurationError } from '../monitor-error.ts';
import type { GivenDecisions } from '../report/schema/decisions.ts';
import { checkRuleFigures } from '../settings/alerts-policy.ts';
import { checkInputFiles } from '../settings/check-paths.ts';
import { referenceOutcomeColumn } from '../settings/columns-policy.ts';
import { type OwnFigureFile, readOwnFigures } from '../settings/own-figures.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { readDecisions } from '../settings/read-decisions.ts';
import { realPath } from '../settings/real-path.ts';
import { strayWords } from '../settings/stray-variables.ts';
import type { Settings, Variable } from '../settings/variables.ts';
import { listWords } from '../wording/format.ts';
import { localLogs, type ReadRange } from './local-logs.ts';
import { simulateInputs } from './simulated-inputs.ts';

/** All input files of a build, found and checked; the logs are not read yet. */
export interface BuildInputs {
  readonly simulated: boolean;
  readonly predictions: SparkLog;
  readonly requests: SparkLog;
  /** Scores of versions that are not used; null where no such log is set. */
  readonly shadow: SparkLog | null;
  readonly reference: ReferenceData;
  readonly outcomes: OutcomeData;
  readonly ownFigures: readonly OwnFigureFile[];
  readonly decisions: GivenDecisions;
  /** Absolute paths of all files, for the hash of the inputs. */
  readonly files: readonly string[];
}

/** Predictions looked at to find the column that joins outcomes with them. */
const KEY_SAMPLES = 5_000;

/**
 * Finds the inputs. Where nothing of the user's is set or lies at a default place, writes simulated logs to `scratch`, which
 * are then read like any other; if at least one log is real, nothing is simulated.
 *
 * @throws MonitorError exit code 2 for a path that was set and does not exist, and for a set input without any log; 3 for
 *   an unusable table.
 */
export async function findInputs(
  given: Settings,
  policy: Policy,
  scratch: string,
  range: ReadRange = {},
): Promise<BuildInputs> {
  const { settings, names } = await localLogs(given, policy, scratch, range);
  const named = <Input extends { readonly location: string }>(variable: Variable, input: Input): Input => ({
    ...input,
    location: names.get(variable) ?? input.location,
  });
  const { cwd } = settings;
  const resolveFor = settings.sparkUrl === null ? resolveLog : resolveSparkLog;
  const predictions = named('PREDICTIONS_LOG', await resolveFor(settings.predictions, cwd));
  const requests = named('API_REQUESTS_LOG', await resolveFor(settings.requests, cwd));
  const nothingSet = settings.predictions.value === null && settings.requests.value === null;
  const decisions = await readDecisions(settings);
  const ownFigures = await readOwnFigures(settings);
  checkRuleFigures(policy.alerts, ownFigures);
  const shadow =
    settings.shadow.value === null ? null : named('SHADOW_LOG', await resolveFor(settings.shadow, cwd));
  if (shadow !== null) checkShadowLog(predictions, shadow);
  const { keyColumn } = policy.outcomes;
  const outcomeColumn = referenceOutcomeColumn(policy);
  const scoreColumn = policy.columns.reference.score;
  if (nothingSet && !predictions.present && !requests.present) {
    await checkSetTables(settings, policy);
    refuseSimulating(settings);
    const simulated = await simulateInputs(settings, policy, scratch);
    return { simulated: true, files: [], shadow: null, ownFigures, decisions, ...simulated };
  }
  const outcomeSetting = { variable: 'OUTCOMES_PATH', value: settings.outcomes.value };
  const outcomeData = await readOutcomes(
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
  const outcomes = named('OUTCOMES_PATH', outcomeData);
  const reference = await readReference(
    { ...settings.reference, outcomeColumn, scoreColumn, keyColumn: outcomes.keyColumn ?? keyColumn },
    cwd,
  );
  const files = [
    ...('files' in predictions ? predictions.files : []),
    ...('files' in requests ? requests.files : []),
    ...(shadow !== null && 'files' in shadow ? shadow.files : []),
    ...[originPath(resolve(cwd, reference.location))].filter((path) => existsSync(path)),
    ...(reference.present ? [resolve(cwd, reference.location)] : []),
    ...(await outcomeFiles(outcomeSetting, cwd)),
  ];
  checkInputFiles(settings, files);
  return {
    simulated: false,
    predictions,
    requests,
    shadow,
    reference,
    outcomes,
    ownFigures,
    decisions,
    files,
  };
}

/** A score that was not used must not count as a prediction, too. */
function checkShadowLog(predictions: SparkLog, shadow: SparkLog): void {
  const filesOf = (log: SparkLog): readonly string[] => ('files' in log ? log.files.map(realPath) : []);
  const used = new Set(filesOf(predictions));
  const both = filesOf(shadow).find((file) => used.has(file));
  if (both === undefined && shadow.location !== predictions.location) return;
  throw configurationError(
    'paths-overlap',
    `SHADOW_LOG: ${both ?? shadow.location} is among the files of PREDICTIONS_LOG, so its scores would count as predictions. Keep the log of shadow scores away from the others.`,
  );
}

/** Somebody who sets an input, misspelt or not, wants a report of it and not a simulated one. */
function refuseSimulating({ predictions, requests, reference, outcomes, shadow, stray }: Settings): void {
  const logs = [predictions, requests];
  const inputs = [...logs, reference, outcomes, shadow];
  const set = inputs.filter(({ value }) => value !== null).map(({ variable }) => variable);
  const misspelt = stray.filter(({ nearest }) => inputs.some(({ variable }) => variable === nearest));
  if (set.length === 0 && misspelt.length === 0) return;
  throw configurationError(
    'no-log',
    [
      `There is no log, neither ${logs.map(({ fallback }) => fallback).join(' nor ')}, and no report is simulated`,
      set.length === 0 ? ': ' : ` where ${listWords(set)} ${set.length === 1 ? 'is' : 'are'} set: `,
      misspelt.length === 0
        ? `set ${logs.map(({ variable }) => variable).join(' and ')}.`
        : misspelt.map((variable) => strayWords(variable)).join(' '),
    ].join(''),
  );
}

/** A path that was set and does not exist is an error, also where the data are simulated. */
async function checkSetTables({ reference, outcomes, cwd }: Settings, policy: Policy): Promise<void> {
  if (reference.value !== null) await readReference(reference, cwd);
  if (outcomes.value === null) return;
  await readOutcomes({ variable: 'OUTCOMES_PATH', value: outcomes.value, ...policy.outcomes }, cwd);
}
