import { rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Lower bound for reading the logs, run as a separate process: `duckdb-side.ts <database> <file> …`. DuckDB's JSON reader
 * creates a table from each file, with inferred columns, in a new database on disk.
 */

const [database = '', ...files] = process.argv.slice(2);
rmSync(database, { force: true });
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
for (const [i, file] of files.entries()) {
  await connection.run(`create table log_${i} as select * from read_json('${file}')`);
}
connection.closeSync();
instance.closeSync();
