import { join } from 'node:path';
import { generateLogs } from './generate-logs.ts';
import { alternate, type BenchRow, type Measured, median, runOnce } from './measure.ts';
import {
  buildCommand,
  duckdbCommand,
  inDirectory,
  megabytes,
  NOW,
  ratio,
  reportCommand,
  row,
  seconds,
  writeReference,
} from './report-run.ts';

const FEATURES = 12;
const RUNS = 3;

/** Compares a report of two logs with DuckDB's `create table as select * from read_json` on the same files. */
export function benchReport(rows = 1_000_000): Promise<readonly BenchRow[]> {
  return inDirectory('report', async (directory) => {
    const logs = await generateLogs({ directory, rows, features: FEATURES, now: NOW });
    const inputs = { ...logs, reference: await writeReference(join(directory, 'reference.csv'), FEATURES) };
    const { a, b } = await alternate(reportCommand(directory, inputs), duckdbCommand(logs), RUNS);
    const build = await runOnce(buildCommand(directory, inputs));
    const small = await smallBuild();
    const middle = (runs: readonly Measured[]): number => median(runs.map((run) => run.seconds));
    const ratios = a.map((run, i) => run.seconds / (b[i]?.seconds ?? Number.NaN));
    const peak = Math.max(...a.map((run) => run.peakMb ?? 0));
    const peakOfPeer = Math.max(...b.map((run) => run.peakMb ?? 0));
    const what = `${rows.toLocaleString('en')} predictions and requests, ${FEATURES} features`;
    return [
      row(
        `${what}: logs to report.json, against DuckDB's create table`,
        seconds(middle(a)),
        seconds(middle(b)),
        `${median(ratios).toFixed(2)} ×`,
        '≤ 2.5 ×',
      ),
      row(`${what}: peak memory`, megabytes(peak), megabytes(peakOfPeer), ratio(peak, peakOfPeer), ''),
      row(
        `${what}: what the site adds to it, against a whole small build`,
        seconds(build.seconds - middle(a)),
        seconds(small.seconds),
        ratio(build.seconds - middle(a), small.seconds),
        '≤ 1 ×',
      ),
    ];
  });
}

function smallBuild(): Promise<Measured> {
  return inDirectory('report-small', async (directory) => {
    const logs = await generateLogs({ directory, rows: 1_000, features: FEATURES, now: NOW });
    const reference = await writeReference(join(directory, 'reference.csv'), FEATURES);
    return await runOnce(buildCommand(directory, { ...logs, reference }));
  });
}
