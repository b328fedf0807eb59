import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Lower bound for reading the logs, run as a separate process: `duckdb-side.ts <file> …`. DuckDB's JSON reader creates a
 * table from each file with inferred columns.
 */

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
for (const [i, file] of process.argv.slice(2).entries()) {
  await connection.run(`create table log_${i} as select * from read_json('${file}')`);
}
connection.closeSync();
