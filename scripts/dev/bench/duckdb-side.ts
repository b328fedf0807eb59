import { DuckDBInstance } from '@duckdb/node-api';

/**
 * What any reading of the logs costs at least, in a process of its own: `duckdb-side.ts <file> …`. DuckDB's own reader
 * makes a table of each file, with columns of its own choice.
 */

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
for (const [i, file] of process.argv.slice(2).entries()) {
  await connection.run(`create table log_${i} as select * from read_json('${file}')`);
}
connection.closeSync();
