import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { generateLogs } from './generate-logs.ts';
import { type BenchRow, runOnce } from './measure.ts';
import { inDirectory, NOW, ratio, reportCommand, row, seconds, writeReference } from './report-run.ts';

const FEATURES = 12;

/** Compares compressed and Parquet predictions with plain JSON lines: logs to report.json, without requests. */
export function benchFormats(rows = 1_000_000): Promise<readonly BenchRow[]> {
  return inDirectory('formats', async (directory) => {
    const { predictions } = await generateLogs({ directory, rows, features: FEATURES, now: NOW });
    const reference = await writeReference(join(directory, 'reference.csv'), FEATURES);
    const run = (log: string) =>
      runOnce(reportCommand(directory, { predictions: log, requests: null, reference }));
    await run(predictions);
    const plain = await run(predictions);
    const others = {
      gzip: await packed(predictions, `${predictions}.gz`, createGzip()),
      zstd: await packed(predictions, `${predictions}.zst`, createZstdCompress()),
      Parquet: await asParquet(predictions, join(directory, 'predictions.parquet')),
    };
    const found: BenchRow[] = [];
    for (const [name, file] of Object.entries(others)) {
      const ours = await run(file);
      found.push(
        row(
          `${rows.toLocaleString('en')} predictions as ${name}: logs to report.json, against JSON lines`,
          seconds(ours.seconds),
          seconds(plain.seconds),
          ratio(ours.seconds, plain.seconds),
          '',
        ),
      );
    }
    return found;
  });
}

async function packed(file: string, target: string, packer: Transform): Promise<string> {
  await pipeline(createReadStream(file), packer, createWriteStream(target));
  return target;
}

async function asParquet(file: string, target: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (select * from read_json('${file}')) to '${target}' (format parquet)`);
  connection.closeSync();
  return target;
}
