import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSimulatedLogs } from '../../../src/ingest/sources/simulated/simulate.ts';
import { alternate, type BenchRow } from './measure.ts';
import { buildCommand, comparisonRow, emptyAstro, inDirectory, NOW } from './report-run.ts';

const RUNS = 5;
const ONE_WEEK = { now: NOW, weeks: 1, referenceRows: 300 };
const ROWS_PER_SEED = 130;

/** Compares a complete build of a small log with the build of an Astro project with one empty page. */
export function benchSteady(predictions = 1_170): Promise<readonly BenchRow[]> {
  return inDirectory('steady', async (directory) => {
    const logs = await smallLogs(directory, predictions / ROWS_PER_SEED);
    const runs = await alternate(buildCommand(directory, logs), await emptyAstro(directory), RUNS);
    const what = `whole build of ${predictions.toLocaleString('en')} predictions, against an empty Astro site`;
    return [comparisonRow(what, runs, 2)];
  });
}

/** Writes simulated weeks of several seeds to one pair of logs, with the reference of the first. */
async function smallLogs(directory: string, seeds: number) {
  const logs = await writeSimulatedLogs({ directory, seed: 1, ...ONE_WEEK });
  for (let seed = 2; seed <= seeds; seed++) {
    const more = await writeSimulatedLogs({ directory: join(directory, String(seed)), seed, ...ONE_WEEK });
    await appendFile(logs.predictions, await readFile(more.predictions));
    await appendFile(logs.requests, await readFile(more.requests));
  }
  return logs;
}
