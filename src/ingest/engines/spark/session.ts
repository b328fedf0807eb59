import { setTimeout as sleep } from 'node:timers/promises';
import { CONNECT_TIMEOUT_MS, connectThrift } from './connection.ts';
import { connectError } from './errors.ts';
import type { SparkSession } from './spark-session.ts';
import type { SparkAddress } from './spark-url.ts';
import { Statements } from './statements.ts';

/** Settings that the engine's SQL relies on, whatever the server's defaults are. */
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
  const connecting = connectThrift(address);
  try {
    const connection = await Promise.race([connecting, late, ...aborted(signal)]);
    const session = await Promise.race([connection.openSession(), late, ...aborted(signal)]);
    return await setUp(new Statements(address, connection, session, signal), address);
  } catch (error) {
    connecting.then((connection) => connection.end()).catch(() => undefined);
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
