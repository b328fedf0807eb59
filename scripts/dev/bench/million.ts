import { join } from 'node:path';
import { measureEvidently } from './evidently.ts';
import { generateLogs } from './generate-logs.ts';
import { alternate, type BenchRow } from './measure.ts';
import {
  buildCommand,
  comparisonRow,
  duckdbCommand,
  inDirectory,
  memoryRow,
  NOW,
  writeReference,
} from './report-run.ts';

const FEATURES = 12;
const RUNS = 5;

/** Compares whole builds of a million of both with DuckDB's reading of the same files, and with Evidently's report. */
export function benchMillion(rows = 1_000_000): Promise<readonly BenchRow[]> {
  return inDirectory('million', async (directory) => {
    const logs = await generateLogs({ directory, rows, features: FEATURES, now: NOW });
    const inputs = { ...logs, reference: await writeReference(join(directory, 'reference.csv'), FEATURES) };
    const runs = await alternate(buildCommand(directory, inputs), duckdbCommand(directory, logs), RUNS);
    const what = `whole build of ${rows.toLocaleString('en')} predictions and as many requests, against DuckDB's own create table of both on disk`;
    return [
      comparisonRow(what, runs, 2),
      memoryRow('their peak memory', runs.a, runs.b, 1_000),
      ...(await measureEvidently(directory, logs.predictions)),
    ];
  });
}
