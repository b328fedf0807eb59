import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { generateLogs } from './generate-logs.ts';
import { alternate, type BenchRow, runOnce } from './measure.ts';
import { buildCommand, comparisonRow, firstRow, inDirectory, NOW, writeReference } from './report-run.ts';

const FEATURES = 12;
const RUNS = 5;
const DAYS = { year: 365, window: 7 };

/** Compares builds of a log of a year, whose rows are cached, with builds of the seven days of the window alone. */
export function benchYear(rows = 1_000_000): Promise<readonly BenchRow[]> {
  return inDirectory('year', async (directory) => {
    const year = await generateLogs({ directory, rows, features: FEATURES, now: NOW, days: DAYS.year });
    const reference = await writeReference(join(directory, 'reference.csv'), FEATURES);
    const week = {
      predictions: await lastDays(year.predictions, join(directory, 'p.jsonl')),
      requests: await lastDays(year.requests, join(directory, 'r.jsonl')),
    };
    const whole = buildCommand(directory, { ...year, reference, cache: join(directory, 'cache') });
    const alone = buildCommand(directory, { ...week, reference });
    const first = await runOnce(whole);
    const runs = await alternate(whole, alone, RUNS);
    const what = `whole build of a year of ${rows.toLocaleString('en')} predictions and requests with CACHE_DIR, against its last seven days alone`;
    return [comparisonRow(what, runs, 2), firstRow('the first of them, which fills CACHE_DIR', first, runs)];
  });
}

/** Copies the lines of the window. */
async function lastDays(from: string, to: string): Promise<string> {
  const start = new Date(NOW - DAYS.window * 86_400_000).toISOString().slice(0, -1);
  const target = createWriteStream(to);
  const at = '{"timestamp":"'.length;
  for await (const line of createInterface({ input: createReadStream(from) })) {
    if (line.slice(at, at + start.length) > start) target.write(`${line}\n`);
  }
  target.end();
  await finished(target);
  return to;
}
