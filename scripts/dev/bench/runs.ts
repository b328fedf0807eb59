import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { generateLogs } from './generate-logs.ts';
import { type BenchRow, type Measured, runOnce } from './measure.ts';
import { inDirectory, NOW, ratio, reportCommand, row, seconds, writeReference } from './report-run.ts';

const FEATURES = 12;
/** Part of a seven-day log that existed at the previous run. */
const EARLIER = 6 / 7;

/** Compares a run with cached rows with a run that reads everything. */
export function benchRuns(rows = 1_000_000): Promise<readonly BenchRow[]> {
  return inDirectory('runs', async (directory) => {
    const logs = await generateLogs({ directory, rows, features: FEATURES, now: NOW });
    const reference = await writeReference(join(directory, 'reference.csv'), FEATURES);
    const grown = { predictions: join(directory, 'p.jsonl'), requests: join(directory, 'r.jsonl') };
    const run = (cache?: string): Promise<Measured> =>
      runOnce(reportCommand(directory, { ...grown, reference, ...(cache === undefined ? {} : { cache }) }));
    const cache = join(directory, 'cache');
    const breaks = [
      await copyLines(logs.predictions, grown.predictions),
      await copyLines(logs.requests, grown.requests),
    ];
    const first = await run(cache);
    await append(logs.predictions, grown.predictions, breaks[0] ?? 0);
    await append(logs.requests, grown.requests, breaks[1] ?? 0);
    const second = await run(cache);
    const unchanged = await run(cache);
    const without = await run();
    const against = (what: string, ours: Measured, peer: Measured): BenchRow =>
      row(what, seconds(ours.seconds), seconds(peer.seconds), ratio(ours.seconds, peer.seconds), '');
    const what = `${rows.toLocaleString('en')} predictions and requests with CACHE_DIR`;
    return [
      against(`${what}: a run that reads one new day of seven, against one that reads all`, second, without),
      against(`${what}: a run with nothing new, against one that reads all`, unchanged, without),
      against(
        `${what}: the first run, which writes six days, against one that reads all seven`,
        first,
        without,
      ),
    ];
  });
}

/** Copies the lines of the first days; returns the offset of their end. */
async function copyLines(from: string, to: string): Promise<number> {
  const { size } = await stat(from);
  const handle = await open(from);
  const start = Math.floor(size * EARLIER);
  const { buffer } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, start);
  await handle.close();
  const end = start + buffer.indexOf(10) + 1;
  await pipeline(createReadStream(from, { end: end - 1 }), createWriteStream(to));
  return end;
}

const append = (from: string, to: string, start: number): Promise<void> =>
  pipeline(createReadStream(from, { start }), createWriteStream(to, { flags: 'a' }));
