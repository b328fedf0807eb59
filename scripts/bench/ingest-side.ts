import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckdbStore } from '../../src/ingest/duckdb/store.ts';
import { readReference } from '../../src/ingest/reference.ts';
import { readAggregates } from './read-aggregates.ts';

/**
 * One side of the comparison, in a process of its own: `ingest-side.ts duckdb|store <directory> <now>`. With
 * `--stages` the store says where the time went.
 */

const [side = '', directory = '', now = '', stages = ''] = process.argv.slice(2);

if (side === 'duckdb') await plainDuckdb();
else await storeAggregates(Number(now));

/** What any reading of the logs costs at least: DuckDB's own reader into tables of its own choice. */
async function plainDuckdb(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const name of ['predictions', 'api_requests']) {
    await connection.run(
      `create table ${name} as select * from read_json('${path.join(directory, `${name}.jsonl`)}')`,
    );
  }
  connection.closeSync();
}

async function storeAggregates(end: number): Promise<void> {
  const log = (name: string) => {
    const file = path.join(directory, name);
    return { present: true, location: file, files: [file] } as const;
  };
  const took = (name: string, ms: number): void => {
    if (stages !== '') console.log(`${name.padEnd(12)} ${ms.toFixed(0).padStart(7)} ms`);
  };
  const begun = performance.now();
  const reference = path.join(directory, 'reference.csv');
  const store = await openDuckdbStore({
    predictions: log('predictions.jsonl'),
    requests: log('api_requests.jsonl'),
    reference: await readReference({ variable: 'REFERENCE_DATA_PATH', value: reference, fallback: '' }, '/'),
    now: end,
  });
  took('open', performance.now() - begun);
  await readAggregates(store, end, took);
  await store.close();
}
