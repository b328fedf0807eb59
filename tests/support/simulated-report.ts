import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { assembleReport } from '../../src/metrics/assemble.ts';
import { openStore } from '../../src/pipeline/open-store.ts';
import { simulatedPolicy, simulateInputs } from '../../src/pipeline/simulated-inputs.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { type Policy, policySchema } from '../../src/settings/policy-schema.ts';
import { NO_DECISIONS } from '../../src/settings/read-decisions.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { NO_OBSERVATIONS } from './case-report.ts';

/** The report of simulated inputs, without a site. `now` is epoch milliseconds. */
export async function simulatedReport(
  now: number,
  { seed, policy: given = policySchema.parse({}) }: { readonly seed?: number; readonly policy?: Policy } = {},
): Promise<Report> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'simulated-'));
  try {
    const settings = readSettings({}, scratch, () => now);
    const policy = simulatedPolicy(given);
    const inputs = {
      simulated: true,
      shadow: null,
      files: [],
      ownFigures: [],
      decisions: NO_DECISIONS,
      ...(await simulateInputs(settings, policy, scratch, seed)),
    };
    const { signal } = new AbortController();
    const store = await openStore(settings, policy, inputs, { scratch, reporter: silentReporter, signal });
    try {
      return await assembleReport({
        store,
        reference: inputs.reference,
        outcomes: inputs.outcomes,
        observations: NO_OBSERVATIONS,
        referenceScores: {
          source: 'reference-column',
          values: inputs.reference.scores?.filter((score) => score !== null) ?? [],
          description: 'the score column of the reference',
        },
        policy,
        now,
        id: new Date(now).toISOString().slice(0, 10),
        simulated: true,
        software: { name: 'lead-scoring-monitor', version: '0.0.0' },
        reporter: silentReporter,
      });
    } finally {
      await store.close();
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}
