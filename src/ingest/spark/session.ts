import { setTimeout as sleep } from 'node:timers/promises';
import {
  CONNECT_TIMEOUT_MS,
  connectThrift,
  type ThriftConnection,
  type ThriftOperation,
} from './connection.ts';
import { connectError, queryTimeout, StatementError, sessionLost } from './errors.ts';
import { type Cell, readColumns } from './result-columns.ts';
import type { SparkAddress } from './spark-url.ts';

/** One Spark session. Every statement is polled, can be cancelled, and fails as soon as the connection does. */
export interface SparkSession {
  /** Runs a statement whose rows nobody needs. */
  run(sql: string): Promise<void>;
  /**
   * All rows as objects named by `names`, in column order. For small results: the same query is asked once, as the
   * cached rows it is about never change.
   */
  rows<Row>(sql: string, names: readonly (keyof Row & string)[]): Promise<Row[]>;
  /** All rows by column. For long results: batches are appended to flat columns, never to row objects. */
  columns(sql: string, width: number): Promise<Cell[][]>;
  /**
   * Keeps the rows of a query in Spark's cache under a name of this session. The cache outlives sessions, so `close`
   * empties it.
   */
  cache(name: string, query: string): Promise<void>;
  /** Statements sent so far. */
  readonly statements: number;
  close(): Promise<void>;
}

/** Rows per fetch: large enough that a long table is a few round trips, small enough for any driver's memory. */
const FETCH_ROWS = 50_000;
const FINISHED = 2;
const FAILED = new Set([3, 4, 5, 6, 8]);
const SLOWEST_POLL_MS = 100;
const CLOSE_TIMEOUT_MS = 10_000;

/** What the engine's SQL relies on, whatever the server's defaults are. */
const SESSION_SETTINGS = {
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.caseSensitive': 'true',
  'spark.sql.ansi.enabled': 'false',
  'spark.sql.variable.substitute': 'false',
  'spark.sql.variant.allowDuplicateKeys': 'true',
  'spark.sql.files.ignoreCorruptFiles': 'false',
  'spark.sql.files.ignoreMissingFiles': 'false',
} as const;

/**
 * Opens a session and sets it up.
 *
 * @throws MonitorError `spark-unreachable`, `spark-credentials`, `spark-certificate`, `spark-no-session`.
 */
export async function openSession(address: SparkAddress, signal?: AbortSignal): Promise<SparkSession> {
  signal?.throwIfAborted();
  const timer = new AbortController();
  const late = sleep(CONNECT_TIMEOUT_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${CONNECT_TIMEOUT_MS / 1000} s`);
  });
  late.catch(() => undefined);
  let connection: ThriftConnection | null = null;
  try {
    connection = await Promise.race([connectThrift(address), late, ...aborted(signal)]);
    const session = await Promise.race([connection.openSession(), late, ...aborted(signal)]);
    return await setUp(new Statements(address, connection, session, signal), address);
  } catch (error) {
    connection?.end();
    signal?.throwIfAborted();
    throw connectError(error, address);
  } finally {
    timer.abort();
  }
}

async function setUp(session: Statements, address: SparkAddress): Promise<SparkSession> {
  if (address.database !== null) await session.run(`use \`${address.database.replaceAll('`', '``')}\``);
  for (const [key, value] of Object.entries(SESSION_SETTINGS)) await session.run(`set ${key}=${value}`);
  return session;
}

function aborted(signal: AbortSignal | undefined): Promise<never>[] {
  if (signal === undefined) return [];
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  promise.catch(() => undefined);
  return [promise];
}

type Session = Awaited<ReturnType<ThriftConnection['openSession']>>;

class Statements implements SparkSession {
  statements = 0;
  private readonly cached: string[] = [];
  private readonly answers = new Map<string, Promise<Cell[][]>>();
  private readonly address: SparkAddress;
  private readonly connection: ThriftConnection;
  private readonly session: Session;
  private readonly signal: AbortSignal | undefined;

  constructor(
    address: SparkAddress,
    connection: ThriftConnection,
    session: Session,
    signal: AbortSignal | undefined,
  ) {
    this.address = address;
    this.connection = connection;
    this.session = session;
    this.signal = signal;
  }

  async run(sql: string): Promise<void> {
    const operation = await this.execute(sql);
    await this.request(operation.close());
  }

  async rows<Row>(sql: string, names: readonly (keyof Row & string)[]): Promise<Row[]> {
    const asked = this.answers.get(sql) ?? this.columns(sql, names.length);
    this.answers.set(sql, asked);
    const columns = await asked;
    const size = columns[0]?.length ?? 0;
    return Array.from(
      { length: size },
      (_, row) => Object.fromEntries(names.map((name, i) => [name, columns[i]?.[row] ?? null])) as Row,
    );
  }

  async columns(sql: string, width: number): Promise<Cell[][]> {
    const operation = await this.execute(sql);
    operation.setMaxRows(FETCH_ROWS);
    const columns = Array.from({ length: width }, (): Cell[] => []);
    do {
      await this.request(operation.fetch());
      for (const rowSet of operation.getData()) {
        for (const [i, cells] of readColumns(rowSet).entries()) append(columns[i], cells);
      }
      operation.flush();
    } while (operation.hasMoreRows());
    await this.request(operation.close());
    return columns;
  }

  async cache(name: string, query: string): Promise<void> {
    this.cached.push(name);
    await this.run(`cache table ${name} as ${query}`);
  }

  /** Frees what was cached and ends the session. A server that is gone, or will not answer, has ended it already. */
  async close(): Promise<void> {
    const patience = sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false });
    await Promise.race([this.free(), this.connection.lost, patience]).catch(() => undefined);
    this.connection.end();
  }

  private async free(): Promise<void> {
    for (const name of this.cached) {
      const operation = await this.session.executeStatement(`uncache table if exists ${name}`, {
        runAsync: false,
      });
      await operation.close();
    }
    await this.session.close();
  }

  private async execute(sql: string): Promise<ThriftOperation> {
    this.signal?.throwIfAborted();
    this.statements++;
    const deadline = performance.now() + this.address.queryTimeoutMs;
    const operation = await this.request(this.session.executeStatement(sql, { runAsync: true }));
    for (let pause = 2; ; pause = Math.min(pause * 1.5, SLOWEST_POLL_MS)) {
      const status = await this.request(operation.status(false));
      if (status.operationState === FINISHED) return operation;
      if (FAILED.has(status.operationState ?? 8))
        throw new StatementError(status.errorMessage ?? 'it was cancelled');
      if (this.signal?.aborted) await this.giveUp(operation, this.signal.reason);
      if (performance.now() > deadline) {
        await this.giveUp(operation, queryTimeout(this.address.queryTimeoutMs / 1000));
      }
      await sleep(pause, undefined, this.signal === undefined ? {} : { signal: this.signal }).catch(
        () => undefined,
      );
    }
  }

  /** Cancels on the server, so that nothing keeps running there, then fails. */
  private async giveUp(operation: ThriftOperation, reason: unknown): Promise<never> {
    await this.request(operation.cancel()).catch(() => undefined);
    throw reason;
  }

  private async request<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await Promise.race([answer, this.connection.lost]);
    } catch (error) {
      answer.catch(() => undefined);
      // The driver's own refusals are plain objects with a code; everything else is the socket.
      if (!(error instanceof Error) && typeof error === 'object' && error !== null && 'message' in error) {
        throw new StatementError(String(error.message));
      }
      throw sessionLost(error, this.address);
    }
  }
}

function append(target: Cell[] | undefined, cells: readonly Cell[]): void {
  if (target === undefined) return;
  for (const cell of cells) target.push(cell);
}
