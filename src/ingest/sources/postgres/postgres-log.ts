import { type FileHandle, open } from 'node:fs/promises';
import type { Client, ClientConfig } from 'pg';
import { configurationError } from '../../../monitor-error.ts';
import { readRegularFileSync } from '../../../regular-file.ts';
import type { ColumnsPolicy } from '../../../settings/columns-policy.ts';
import type { PostgresAddress } from '../../../settings/postgres-url.ts';
import type { Source } from '../../store.ts';
import { parseTimestamp } from '../timestamp.ts';
import { postgresError } from './postgres-errors.ts';
import { quoted, type ResultColumn, type TimeColumn, timeColumn } from './time-range.ts';

/** Rows of a log between two times (epoch milliseconds); without a start from its beginning. */
export interface RowRange {
  readonly start: number | null;
  readonly end: number;
}

export interface LogOf {
  readonly source: Source;
  readonly columns: ColumnsPolicy;
}

const ROWS_AT_ONCE = 5_000;
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * Writes the rows of a table or query to a file of JSON lines, in the order of their times, through a cursor of the server: as a
 * file of the same rows, which the readers take like any other.
 *
 * @param range where the time column is known, rows of other times are not read.
 * @throws MonitorError exit code 2 or 4.
 */
export async function spoolRows(
  address: PostgresAddress,
  { file, log, range, signal }: { file: string; log: LogOf; range: RowRange; signal?: AbortSignal },
): Promise<void> {
  await withTransaction(address, signal, async (client) => {
    const time = timeColumn(log.source, log.columns, await columnsOf(client, address));
    const { where, values } = conditions(time, range);
    const order = time === null ? '' : ` order by ${time.sql}`;
    await writeLines(client, {
      text: `select row_to_json(t)::text as line from ${from(address)}${where}${order}`,
      values,
      file,
      line: (text) => text,
      timeoutMs: address.timeoutMs,
      signal,
    });
  });
}

/** Writes all rows to a CSV file; see `spoolRows`. */
export async function spoolTable(
  address: PostgresAddress,
  { file, signal }: { file: string; signal?: AbortSignal },
): Promise<void> {
  await withTransaction(address, signal, async (client) => {
    const names = (await columnsOf(client, address)).map(({ name }) => name);
    await writeLines(client, {
      text: `select row_to_json(t)::text as line from ${from(address)}`,
      values: [],
      file,
      header: csvLine(names),
      line: (text) => {
        const row = JSON.parse(text) as Readonly<Record<string, unknown>>;
        return csvLine(names.map((name) => row[name]));
      },
      timeoutMs: address.timeoutMs,
      signal,
    });
  });
}

/**
 * Epoch milliseconds of the newest row that is not later than `now`; null where there is none or the time column cannot be told.
 */
export async function newestRow(
  address: PostgresAddress,
  log: LogOf,
  now: number,
  signal?: AbortSignal,
): Promise<number | null> {
  return await withTransaction(address, signal, async (client) => {
    const time = timeColumn(log.source, log.columns, await columnsOf(client, address));
    if (time === null) return null;
    const { where, values } = conditions(time, { start: null, end: now });
    const { rows } = await client.query<{ newest: string | null }>(
      `select max(${time.sql})::text as newest from ${from(address)}${where}`,
      values,
    );
    return epochOf(rows[0]?.newest ?? null);
  });
}

/** The server's text of a time in UTC, or of seconds since 1970. */
function epochOf(text: string | null): number | null {
  if (text === null) return null;
  return /^[\d.]+$/.test(text) ? Number(text) * 1000 : parseTimestamp(text);
}

function conditions(time: TimeColumn | null, { start, end }: RowRange) {
  if (time === null) return { where: '', values: [] };
  const bounds = [{ sign: '<=', at: end }, ...(start === null ? [] : [{ sign: '>=', at: start }])];
  const inRange = bounds.map(({ sign }, i) => `${time.sql} ${sign} ${time.bound(`$${i + 1}`)}`);
  return {
    // A row without a time is refused by the readers, and counted.
    where: ` where (${inRange.join(' and ')}) or t.${quoted(time.name)} is null`,
    values: bounds.map(({ at }) => new Date(at).toISOString()),
  };
}

const from = ({ from: source }: PostgresAddress): string =>
  'query' in source ? `(${source.query}\n) as t` : `${source.table.map(quoted).join('.')} as t`;

async function columnsOf(client: Client, address: PostgresAddress): Promise<readonly ResultColumn[]> {
  return (await client.query(`select * from ${from(address)} limit 0`)).fields;
}

interface Lines {
  readonly text: string;
  readonly values: readonly string[];
  readonly file: string;
  readonly header?: string;
  readonly line: (text: string) => string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function writeLines(
  client: Client,
  { text, values, file, header, line, timeoutMs, signal }: Lines,
): Promise<void> {
  const { default: Cursor } = await import('pg-cursor');
  const cursor = client.query(new Cursor<{ readonly line: string }>(text, [...values]));
  // Private: it holds what the log holds.
  const handle: FileHandle = await open(file, 'wx', 0o600);
  try {
    if (header !== undefined) await handle.write(`${header}\n`);
    for (;;) {
      signal?.throwIfAborted();
      const rows = await within(timeoutMs, cursor.read(ROWS_AT_ONCE));
      if (rows.length === 0) break;
      await handle.write(rows.map((row) => `${line(row.line)}\n`).join(''));
    }
    await cursor.close();
  } finally {
    await handle.close();
  }
}

/** The server ends a statement that takes too long; this ends waiting for a server that is gone. */
async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = (): void => reject(new Error('timeout: no answer'));
    timer = setTimeout(late, timeoutMs + CONNECT_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const csvLine = (cells: readonly unknown[]): string =>
  cells
    .map((cell) => {
      const text =
        cell === null || cell === undefined
          ? ''
          : typeof cell === 'object'
            ? JSON.stringify(cell)
            : String(cell);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');

/** Runs in one transaction that may only read, on a connection of its own, with the session's time zone UTC. */
async function withTransaction<T>(
  address: PostgresAddress,
  signal: AbortSignal | undefined,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect(address);
  // Without a listener an error of the connection between two queries would end the process; the next query reports it.
  client.on('error', () => undefined);
  const abort = (): void => void client.end();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read, read only');
    await client.query(`set local statement_timeout = ${address.timeoutMs}`);
    await client.query(`set local time zone 'UTC'`);
    return await run(client);
  } catch (error) {
    signal?.throwIfAborted();
    throw postgresError(address, error);
  } finally {
    signal?.removeEventListener('abort', abort);
    // Ends the transaction, too. A server that is gone does not answer, and need not.
    await within(0, client.end()).catch(() => undefined);
  }
}

async function connect(address: PostgresAddress): Promise<Client> {
  // The cursor is used later; that it is missing is said before anything is asked of the server.
  const drivers = Promise.all([import('pg'), import('pg-cursor')]);
  const [{ default: pg }] = await drivers.catch((error: unknown) => {
    throw configurationError(
      'driver-missing',
      `${address.variable}: reading Postgres needs the packages pg and pg-cursor, which are not installed: npm install pg@8 pg-cursor@2`,
      error,
    );
  });
  const { host, port, database, user, password } = address;
  return new pg.Client({
    host,
    port,
    database,
    // Where they are not given, the driver takes PGUSER and PGPASSWORD.
    ...(user === null ? {} : { user }),
    ...(password === null ? {} : { password }),
    ssl: tlsOf(address),
    connectionTimeoutMillis: Math.min(CONNECT_TIMEOUT_MS, address.timeoutMs),
    keepAlive: true,
    application_name: 'lead-scoring-monitor',
  });
}

function tlsOf({ variable, sslMode, sslRootCertificate }: PostgresAddress): ClientConfig['ssl'] {
  if (sslMode === 'disable') return false;
  if (sslMode === 'require' && sslRootCertificate === null) return { rejectUnauthorized: false };
  return {
    ...(sslRootCertificate === null ? {} : { ca: certificate(variable, sslRootCertificate) }),
    ...(sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

function certificate(variable: string, path: string): string {
  try {
    return readRegularFileSync(path).toString('utf8');
  } catch (cause) {
    throw configurationError('database-tls', `${variable}: sslrootcert ${path} cannot be read.`, cause);
  }
}
