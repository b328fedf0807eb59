import { join } from 'node:path';
import { generateLogs } from './generate-logs.ts';
import { type BenchRow, type Measured, runOnce } from './measure.ts';
import {
  inDirectory,
  megabytes,
  NOW,
  ratio,
  reportCommand,
  row,
  seconds,
  writeReference,
} from './report-run.ts';

/** Growth of time and memory: ten times the rows, twice the features. Needs about 12 GB of temporary files. */
export async function benchScale(): Promise<readonly BenchRow[]> {
  const million = await report(1_000_000, 12);
  const ten = await report(10_000_000, 12);
  const fifty = await report(1_000_000, 50);
  const hundred = await report(1_000_000, 100);
  const against = (what: string, ours: Measured, base: Measured, target: string): BenchRow =>
    row(what, seconds(ours.seconds), seconds(base.seconds), ratio(ours.seconds, base.seconds), target);
  return [
    against(
      '10,000,000 predictions and requests: logs to report.json, against 1,000,000',
      ten,
      million,
      '≤ 11 ×',
    ),
    row(
      '10,000,000 predictions and requests: peak memory, against 1,000,000',
      megabytes(ten.peakMb),
      megabytes(million.peakMb),
      ratio(ten.peakMb ?? Number.NaN, million.peakMb ?? Number.NaN),
      '≤ 2,048 MB',
    ),
    against('100 features × 1,000,000: logs to report.json, against 50 features', hundred, fifty, '≤ 2.2 ×'),
    row(
      '100 features × 1,000,000: peak memory, against 50 features',
      megabytes(hundred.peakMb),
      megabytes(fifty.peakMb),
      ratio(hundred.peakMb ?? Number.NaN, fifty.peakMb ?? Number.NaN),
      '≤ 2,048 MB',
    ),
  ];
}

function report(rows: number, features: number): Promise<Measured> {
  return inDirectory('scale', async (directory) => {
    const logs = await generateLogs({ directory, rows, features, now: NOW });
    const reference = await writeReference(join(directory, 'reference.csv'), features);
    return await runOnce(reportCommand(directory, { ...logs, reference }));
  });
}
