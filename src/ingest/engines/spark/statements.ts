import { setTimeout as sleep } from 'node:timers/promises';
import type { ThriftConnection, ThriftOperation, ThriftSession } from './connection.ts';
import { queryTimeout, StatementError, sessionLost } from './errors.ts';
import { type Cell, readColumns } from './result-columns.ts';
import type { SparkSession } from './spark-session.ts';
import type { SparkAddress } from './spark-url.ts';

/** Rows per fetch: few round trips for a long table, and little memory for each. */
const FETCH_ROWS = 50_000;
const FINISHED = 2;
const FAILED = new Set([3, 4, 5, 6, 8]);
const SLOWEST_POLL_MS = 100;
const CLOSE_TIMEOUT_MS = 10_000;

/** Statements of one session over one connection. */
export class Statements implements SparkSession {
  statements = 0;
  readonly #cached: string[] = [];
  readonly #answers = new Map<string, Promise<Cell[][]>>();
  readonly #address: SparkAddress;
  readonly #connection: ThriftConnection;
  readonly #session: ThriftSession;
  readonly #signal: AbortSignal | undefined;

  constructor(
    address: SparkAddress,
    connection: ThriftConnection,
    session: ThriftSession,
    signal: AbortSignal | undefined,
  ) {
    this.#address = address;
    this.#connection = connection;
    this.#session = session;
    this.#signal = signal;
  }

  async run(sql: string): Promise<void> {
    const operation = await this.#execute(sql);
    await this.#request(operation.close());
  }

  async rows<Row>(sql: string, names: readonly (keyof Row & string)[]): Promise<Row[]> {
    const asked = this.#answers.get(sql) ?? this.columns(sql, names.length);
    this.#answers.set(sql, asked);
    const columns = await asked;
    const size = columns[0]?.length ?? 0;
    return Array.from(
      { length: size },
      (_, row) => Object.fromEntries(names.map((name, i) => [name, columns[i]?.[row] ?? null])) as Row,
    );
  }

  async columns(sql: string, width: number): Promise<Cell[][]> {
    const columns = Array.from({ length: width }, (): Cell[] => []);
    await this.#fetch(sql, (batch) => {
      for (const [i, cells] of batch.entries()) for (const cell of cells) columns[i]?.push(cell);
    });
    return columns;
  }

  async doubles(sql: string, width: number): Promise<Float64Array[]> {
    const batches = Array.from({ length: width }, (): Float64Array[] => []);
    await this.#fetch(sql, (batch) => {
      for (const [i, cells] of batch.entries()) {
        batches[i]?.push(Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))));
      }
    });
    return batches.map(joined);
  }

  /** Passes the rows on in batches of columns, so that only one batch is held in the driver's form. */
  async #fetch(sql: string, take: (batch: Cell[][]) => void): Promise<void> {
    const operation = await this.#execute(sql);
    operation.setMaxRows(FETCH_ROWS);
    do {
      await this.#request(operation.fetch());
      for (const rowSet of operation.getData()) take(readColumns(rowSet));
      operation.flush();
    } while (operation.hasMoreRows());
    await this.#request(operation.close());
  }

  async cache(name: string, query: string): Promise<void> {
    this.#cached.push(name);
    await this.run(`cache table ${name} as ${query}`);
  }

  /** Frees the cached tables and ends the session. With a server that is gone or does not answer nothing can be freed. */
  async close(): Promise<void> {
    const timeout = sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false });
    await Promise.race([this.#free(), this.#connection.lost, timeout]).catch(() => undefined);
    this.#connection.end();
  }

  async #free(): Promise<void> {
    for (const name of this.#cached) {
      const operation = await this.#session.executeStatement(`uncache table if exists ${name}`, {
        runAsync: false,
      });
      await operation.close();
    }
    await this.#session.close();
  }

  async #execute(sql: string): Promise<ThriftOperation> {
    this.#signal?.throwIfAborted();
    this.statements++;
    const deadline = performance.now() + this.#address.queryTimeoutMs;
    const operation = await this.#request(this.#session.executeStatement(sql, { runAsync: true }));
    for (let pause = 2; ; pause = Math.min(pause * 1.5, SLOWEST_POLL_MS)) {
      const status = await this.#request(operation.status(false));
      if (status.operationState === FINISHED) return operation;
      if (FAILED.has(status.operationState ?? 8))
        throw new StatementError(status.errorMessage ?? 'it was cancelled');
      if (this.#signal?.aborted) await this.#cancelAndThrow(operation, this.#signal.reason);
      if (performance.now() > deadline) {
        await this.#cancelAndThrow(operation, queryTimeout(this.#address.queryTimeoutMs / 1000));
      }
      await sleep(pause, undefined, this.#signal === undefined ? {} : { signal: this.#signal }).catch(
        () => undefined,
      );
    }
  }

  /** Cancels the operation on the server, then fails. */
  async #cancelAndThrow(operation: ThriftOperation, reason: unknown): Promise<never> {
    await this.#request(operation.cancel()).catch(() => undefined);
    throw reason;
  }

  async #request<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await Promise.race([answer, this.#connection.lost]);
    } catch (error) {
      answer.catch(() => undefined);
      // The driver rejects with plain objects for errors of the server; all other errors come from the socket.
      if (!(error instanceof Error) && typeof error === 'object' && error !== null && 'message' in error) {
        throw new StatementError(String(error.message));
      }
      throw sessionLost(error, this.#address);
    }
  }
}

function joined(batches: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(batches.reduce((size, batch) => size + batch.length, 0));
  let offset = 0;
  for (const batch of batches) {
    whole.set(batch, offset);
    offset += batch.length;
  }
  return whole;
}
