import { type LogInput, resolveLog } from '../ingest/sources/log-files.ts';
import { readOutcomes } from '../ingest/sources/outcomes.ts';
import { readReference } from '../ingest/sources/reference.ts';
import {
  SIMULATED_KEY,
  SIMULATED_MODEL_VERSION,
  writeSimulatedLogs,
} from '../ingest/sources/simulated/simulate.ts';
import type { OutcomeData, ReferenceData } from '../ingest/sources/tables.ts';
import { type Policy, policySchema } from '../settings/policy-schema.ts';
import type { PathSetting, Settings } from '../settings/variables.ts';

interface SimulatedInputs {
  readonly predictions: LogInput;
  readonly requests: LogInput;
  readonly reference: ReferenceData;
  readonly outcomes: OutcomeData;
}

/** An instructive example: `industry` alone drifts, and everything is judged. */
const SEED = 108;

/** Writes simulated logs to `scratch` and finds them as any others are. */
export async function simulateInputs(
  { cwd, now }: Pick<Settings, 'cwd' | 'now'>,
  { scores: { positiveLabel, labelThreshold } }: Pick<Policy, 'scores'>,
  scratch: string,
  seed = SEED,
): Promise<SimulatedInputs> {
  const logs = await writeSimulatedLogs({ directory: scratch, now, seed, positiveLabel, labelThreshold });
  const set = (variable: PathSetting['variable'], value: string): PathSetting => ({
    variable,
    value,
    fallback: value,
  });
  return {
    predictions: await resolveLog(set('PREDICTIONS_LOG', logs.predictions), cwd),
    requests: await resolveLog(set('API_REQUESTS_LOG', logs.requests), cwd),
    reference: await readReference(set('REFERENCE_DATA_PATH', logs.reference), cwd),
    outcomes: await readOutcomes({ ...set('OUTCOMES_PATH', logs.outcomes), keyColumn: SIMULATED_KEY }, cwd),
  };
}

/** The policy over simulated inputs: what it says of the team's own files and of their columns does not hold for these. */
export function simulatedPolicy(policy: Policy): Policy {
  const { columns, outcomes } = policySchema.parse({});
  const { minimumRows, maturityDays } = policy.outcomes;
  return {
    ...policy,
    columns,
    reference: { scores: 'holdout', modelVersion: SIMULATED_MODEL_VERSION },
    outcomes: { ...outcomes, minimumRows, maturityDays, keyColumn: SIMULATED_KEY },
  };
}
