import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type JS } from '@duckdb/node-api';

export interface DatabaseOptions {
  /** DuckDB's own limit, "1GB"; what does not fit is spilled to the temporary directory. */
  readonly memoryLimit?: string;
  readonly tempDirectory?: string;
  readonly threads?: number;
}

/** An in-memory DuckDB that may spill to a temporary directory of its own, which `close` removes. */
export interface Database {
  readonly connection: DuckDBConnection;
  readonly directory: string;
  /** "DuckDB v1.5.5". */
  readonly engine: string;
  run(sql: string): Promise<void>;
  /** Runs a statement without the optimizer's search for common subexpressions, which is quadratic in the columns. */
  runPlain(sql: string): Promise<void>;
  /** All rows as objects. For small results only; large ones are read with `doubleColumns`. */
  rows<Row = Record<string, JS>>(sql: string): Promise<Row[]>;
  /** Runs work on a connection of its own. */
  connected<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** Streams a result, chunk by chunk. */
  chunks(sql: string, read: (chunk: DuckDBDataChunk) => void): Promise<void>;
  /** Share of the running statement that is done, from 0 to 1; null where it is not known. */
  progress(): number | null;
  /** A new number at each call, for names of temporary files. */
  nextNumber(): number;
  close(): void;
}

/** Opens the embedded database: UTC, no extension from the network, a bounded share of memory. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const directory = await mkdtemp(path.join(options.tempDirectory ?? os.tmpdir(), 'lead-scoring-monitor-'));
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.memoryLimit ?? '800MB',
    temp_directory: path.join(directory, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  const connection = await instance.connect();
  await connection.run("set global TimeZone = 'UTC'");
  // DuckDB counts progress only with its progress bar on; the bar itself is not printed.
  await connection.run('set enable_progress_bar = true');
  await connection.run('set enable_progress_bar_print = false');
  let number = 0;
  const database: Database = {
    connection,
    directory,
    engine: '',
    async run(sql) {
      await connection.run(sql);
    },
    async runPlain(sql) {
      await connection.run("set disabled_optimizers = 'common_subexpressions'");
      try {
        await connection.run(sql);
      } finally {
        await connection.run("set disabled_optimizers = ''");
      }
    },
    rows: <Row>(sql: string) =>
      withConnection(instance, async (own) => (await own.runAndReadAll(sql)).getRowObjectsJS() as Row[]),
    connected: (work) => withConnection(instance, work),
    chunks: (sql, read) =>
      withConnection(instance, async (own) => {
        const result = await own.stream(sql);
        for (
          let chunk = await result.fetchChunk();
          chunk !== null && chunk.rowCount > 0;
          chunk = await result.fetchChunk()
        ) {
          read(chunk);
        }
      }),
    progress() {
      const { percentage } = connection.progress;
      return percentage < 0 ? null : percentage / 100;
    },
    nextNumber: () => number++,
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  const version = await database.rows<{ v: string }>('select version() v');
  return { ...database, engine: `DuckDB ${version[0]?.v ?? ''}` };
}

/**
 * Each query has a connection of its own: one connection runs its queries one after another, and many aggregates use one
 * core only. A stream ends when its connection runs another query.
 */
async function withConnection<T>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const own = await instance.connect();
  try {
    return await work(own);
  } finally {
    own.closeSync();
  }
}
