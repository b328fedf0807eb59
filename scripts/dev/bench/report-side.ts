import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeReport } from '../../../src/pipeline/compute-report.ts';
import { readPolicy } from '../../../src/settings/read-policy.ts';
import { readSettings } from '../../../src/settings/settings.ts';
import { terminalReporter } from '../../../src/settings/terminal-reporter.ts';

/**
 * Computes a report from the logs of the environment, run as a separate process: `report-side.ts <report.json>`. With
 * `--stages` it prints the duration of each stage.
 */

const [target = '', stages = ''] = process.argv.slice(2);
const reporter = terminalReporter({ stream: process.stderr, quiet: true, clock: () => performance.now() });
const scratch = await mkdtemp(join(tmpdir(), 'bench-scratch-'));
const { report } = await computeReport({
  referenceOnly: false,
  earlier: { previous: null, runs: [] },
  settings: readSettings(process.env, process.cwd(), Date.now),
  policy: await readPolicy(null),
  scratch,
  reporter,
  clock: Date.now,
  signal: new AbortController().signal,
  observed: () => undefined,
});
await rm(scratch, { recursive: true });
await writeFile(target, JSON.stringify(report));
const taken = reporter.finish();
if (stages !== '')
  for (const { stage, ms } of taken) console.log(`${ms.toFixed(0).padStart(8)} ms  ${stage}`);
