import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, StatementType } from '@duckdb/node-api';
import type { OwnAnswer } from '../../own-figures.ts';
import {
  GRACE_MS,
  type OwnLimits,
  type ProcessAnswer,
  type ProcessRequest,
  tooLarge,
  tooSlow,
} from './own-limits.ts';

/**
 * Process that runs a team's own queries, in order, over a database file that it opens read-only. It reads no other file,
 * loads no extension and reaches no network; memory and time are bounded, also of one call within the engine that cannot be
 * interrupted: then the process ends, and the one that started it says so.
 */

const WATCH_MS = 20;

process.once('message', (request: ProcessRequest) => void answer(request));
process.once('disconnect', () => process.exit());

async function answer({ database, queries, limits }: ProcessRequest): Promise<void> {
  let running = '';
  setInterval(() => {
    if (process.memoryUsage.rss() > limits.processMb * 1024 * 1024) giveUp(running, tooLarge(limits));
  }, WATCH_MS);
  const instance = await openLocked(database, limits);
  for (const { id, sql } of queries) {
    running = id;
    const connection = await instance.connect();
    const interrupt = setTimeout(() => connection.interrupt(), limits.secondsPerQuery * 1000);
    const end = setTimeout(() => giveUp(id, tooSlow(limits)), limits.secondsPerQuery * 1000 + GRACE_MS);
    const found = await run(connection, sql, limits);
    clearTimeout(interrupt);
    clearTimeout(end);
    connection.closeSync();
    await new Promise<void>((resolve) => send({ id, answer: found }, resolve));
  }
  process.exit();
}

const send = (message: ProcessAnswer, sent: () => void): void => void process.send?.(message, sent);

/** Ends at once: `process.exit` waits for the engine's thread, which may be in a call of an hour. */
function giveUp(id: string, words: string): void {
  send({ id, answer: fault(words) }, () => process.kill(process.pid, 'SIGKILL'));
}

/** `enable_external_access` comes last of the options: without it, paths cannot be set. */
async function openLocked(database: string, { memoryMb }: OwnLimits): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(database, {
    access_mode: 'READ_ONLY',
    memory_limit: `${memoryMb}MB`,
    threads: '1',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    enable_external_access: 'false',
  });
  const connection = await instance.connect();
  await connection.run("set global TimeZone = 'UTC'");
  await connection.run('set lock_configuration = true');
  connection.closeSync();
  return instance;
}

async function run(connection: DuckDBConnection, sql: string, limits: OwnLimits): Promise<OwnAnswer> {
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) return fault(ONE_STATEMENT);
    const statement = await statements.prepare(0);
    if (statement.statementType !== StatementType.SELECT) return fault('the statement must be a select');
    if (statement.parameterCount > 0) return fault('the query has parameters');
    return await oneRow(await statement.stream());
  } catch (error) {
    return fault(faultWords(error instanceof Error ? error.message : '', limits));
  }
}

const ONE_STATEMENT = 'the file must hold one statement';
const fault = (words: string): OwnAnswer => ({ ok: false, fault: words });

async function oneRow(result: DuckDBResult): Promise<OwnAnswer> {
  const names = result.columnNames();
  const [valueAt, leadsAt] = [names.indexOf('value'), names.indexOf('leads')];
  if (names.length !== 2 || valueAt < 0 || leadsAt < 0) {
    return fault('the query must give two columns, value and leads');
  }
  const first = await result.fetchChunk();
  const row = first?.rowCount === 1 ? first.getRows()[0] : undefined;
  const more = row === undefined ? null : await result.fetchChunk();
  if (row === undefined || (more?.rowCount ?? 0) > 0) return fault('the query must give one row');
  const [value, leads] = [toNumber(row[valueAt]), toNumber(row[leadsAt])];
  if (value === undefined) return fault('value must be a finite number, or null');
  if (leads == null || !Number.isSafeInteger(leads) || leads < 0) {
    return fault('leads must be a whole number, not negative');
  }
  return { ok: true, value, leads };
}

/** Undefined for what is no finite number. */
function toNumber(cell: unknown): number | null | undefined {
  if (cell === null) return null;
  const decimal = typeof cell === 'object' && 'toDouble' in cell;
  const number = decimal ? (cell as { toDouble(): number }).toDouble() : cell;
  if (typeof number !== 'number' && typeof number !== 'bigint') return undefined;
  const value = Number(number);
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** Errors that are found before a row is read, and so quote the query alone. */
const OF_THE_QUERY = /^(?:Parser|Syntax|Binder|Catalog|Permission|Not implemented) Error: /;
const MAX_QUOTED = 240;

function faultWords(thrown: string, limits: OwnLimits): string {
  const message = thrown.replace(/^Failed to extract statements: /, '');
  // Of a text without a statement.
  if (message === 'Error in native callback') return ONE_STATEMENT;
  if (message.startsWith('INTERRUPT')) return tooSlow(limits);
  if (/^Out of Memory/i.test(message)) return tooLarge(limits);
  const kind = /^([A-Z][A-Za-z ]{2,40}) Error: /.exec(message)?.[1] ?? 'Unknown';
  if (!OF_THE_QUERY.test(message)) {
    return `${kind} Error while it ran; the engine's words are left out, for they may hold values of the logs`;
  }
  const line = /\nLINE (\d+):/.exec(message)?.[1];
  const words =
    message
      .split(/\n\s*LINE \d+:/)[0]
      ?.replace(/\s+/g, ' ')
      .trim() ?? '';
  const short = words.length > MAX_QUOTED ? `${words.slice(0, MAX_QUOTED)}…` : words;
  return line === undefined ? short : `line ${line}: ${short}`;
}
