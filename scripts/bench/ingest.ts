import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckdbStore } from '../../src/ingest/duckdb/store.ts';
import { readReference } from '../../src/ingest/reference.ts';
import { generateLogs } from './generate-logs.ts';
import { readAggregates } from './read-aggregates.ts';

/**
 * How long reading two logs takes, down to every aggregate of a report, beside what DuckDB alone takes to
 * `create table as select * from read_json(…)` over the same files. Each side runs in a process of its own.
 *
 *     node scripts/bench/ingest.ts --rows 1000000 --features 12
 */

const NOW = Date.parse('2026-02-20T12:00:00Z');

interface Measured {
  readonly wallMs: number;
  /** All threads. */
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly stages?: Readonly<Record<string, number>>;
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    features: { type: 'string', default: '12' },
    runs: { type: 'string', default: '1' },
    'memory-limit': { type: 'string' },
    side: { type: 'string' },
    directory: { type: 'string' },
  },
});

if (values.side !== undefined && values.directory !== undefined) {
  console.log(JSON.stringify(await measure(values.side, values.directory)));
} else {
  await compare();
}

async function compare(): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'bench-ingest-'));
  try {
    const files = await generateLogs({
      directory,
      rows: Number(values.rows),
      features: Number(values.features),
      now: NOW,
    });
    await writeFile(path.join(directory, 'reference.csv'), referenceCsv());
    const bytes = (await stat(files.predictions)).size + (await stat(files.requests)).size;
    console.log(
      `${values.rows} predictions and requests, ${values.features} features, ${(bytes / 1e6).toFixed(0)} MB`,
    );
    for (let run = 0; run < Number(values.runs); run++) {
      const plain = await inOwnProcess('duckdb', directory);
      const store = await inOwnProcess('store', directory);
      const line = (name: string, m: Measured) =>
        `${name.padEnd(22)} ${m.wallMs.toFixed(0).padStart(7)} ms wall ${m.cpuMs.toFixed(0).padStart(7)} ms CPU ${m.rssMb.toFixed(0).padStart(6)} MB`;
      console.log(line('DuckDB, create table', plain));
      console.log(line('store, all aggregates', store));
      console.log(
        `ratio ${(store.wallMs / plain.wallMs).toFixed(2)} wall, ${(store.cpuMs / plain.cpuMs).toFixed(2)} CPU`,
      );
      console.log(JSON.stringify(store.stages));
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function inOwnProcess(side: string, directory: string): Promise<Measured> {
  const limit = values['memory-limit'];
  const args = [fileURLToPath(import.meta.url), '--side', side, '--directory', directory];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...args,
    ...(limit === undefined ? [] : ['--memory-limit', limit]),
  ]);
  return JSON.parse(stdout) as Measured;
}

async function measure(side: string, directory: string): Promise<Measured> {
  const stages: Record<string, number> = {};
  const cpu = process.cpuUsage();
  const start = performance.now();
  if (side === 'duckdb') await plainDuckdb(directory);
  else await storeAggregates(directory, stages);
  const used = process.cpuUsage(cpu);
  return {
    wallMs: performance.now() - start,
    cpuMs: (used.user + used.system) / 1000,
    rssMb: process.resourceUsage().maxRSS / 1024,
    ...(side === 'duckdb' ? {} : { stages }),
  };
}

async function plainDuckdb(directory: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const name of ['predictions', 'api_requests']) {
    await connection.run(
      `create table ${name} as select * from read_json('${path.join(directory, `${name}.jsonl`)}')`,
    );
  }
  connection.closeSync();
}

async function storeAggregates(directory: string, stages: Record<string, number>): Promise<void> {
  const log = (name: string) => {
    const file = path.join(directory, name);
    return { present: true, location: file, files: [file] } as const;
  };
  const begun = performance.now();
  const store = await openDuckdbStore({
    predictions: log('predictions.jsonl'),
    requests: log('api_requests.jsonl'),
    reference: await readReference(
      { variable: 'REFERENCE', value: path.join(directory, 'reference.csv'), fallback: '' },
      directory,
    ),
    now: NOW,
    ...(values['memory-limit'] === undefined ? {} : { memoryLimit: values['memory-limit'] }),
  });
  stages['open'] = Math.round(performance.now() - begun);
  await readAggregates(store, NOW, (name, ms) => {
    stages[name] = Math.round(ms);
  });
  await store.close();
}

function referenceCsv(): string {
  const names = Array.from({ length: Number(values.features) }, (_, i) => `feature_${i}`);
  const rows = Array.from({ length: 300 }, (_, r) =>
    names.map((_, i) => (i % 3 === 0 ? ((r * 7) % 100) / 100 : `Category ${r % 3} of feature`)).join(),
  );
  return `${names.join()}\n${rows.join('\n')}\n`;
}
