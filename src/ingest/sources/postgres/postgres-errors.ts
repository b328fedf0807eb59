import { configurationError, MonitorError, serviceError } from '../../../monitor-error.ts';
import type { PostgresAddress } from '../../../settings/postgres-url.ts';

/** What the user can do about a class of SQLSTATE; the first that matches. */
const REFUSALS: readonly (readonly [state: RegExp, code: string, remedy: string])[] = [
  [/^28/, 'database-login', 'Check user and password (in the URL, or PGPASSWORD).'],
  [/^3D000/, 'database-not-found', 'Check the name of the database.'],
  [/^42P01|^3F000/, 'database-table', 'Check table= and the schema (schema.table).'],
  [/^42501/, 'database-rights', 'Give the user the right to SELECT.'],
  [/^42|^22|^25006/, 'database-query', 'Check query=: it must be one SELECT.'],
];

/**
 * Says in one sentence why a database could not be read.
 *
 * @returns exit code 2 where a setting is wrong, 4 where the server failed. The password is never in the message.
 */
export function postgresError(address: PostgresAddress, error: unknown): unknown {
  if (error instanceof MonitorError) return error;
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const where = `${address.variable}: ${address.name}`;
  const words = redacted(error.message.replace(/\s+/g, ' ').slice(0, 300), address);
  if (/does not support SSL/.test(error.message)) {
    return configurationError(
      'database-tls',
      `${where}: the server offers no TLS. On a network that you trust add sslmode=disable to the URL.`,
      error,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)) {
    return configurationError(
      'database-tls',
      `${where}: the server's certificate was not accepted (${words}). Name the one that signed it with sslrootcert=FILE, or go without proof with sslmode=require.`,
      error,
    );
  }
  if (code === '57014' || /timeout/i.test(error.message)) {
    return serviceError(
      'database-timeout',
      `${where}: the server did not answer in time (${words}). An index on the time column helps; timeout=SECONDS in the URL allows more.`,
      error,
    );
  }
  const refusal = REFUSALS.find(([state]) => state.test(code));
  if (refusal !== undefined)
    return configurationError(refusal[1], `${where}: ${words}. ${refusal[2]}`, error);
  return serviceError('database-failed', `${where} could not be read: ${words || code}.`, error);
}

function redacted(text: string, { password }: PostgresAddress): string {
  return password === null ? text : text.replaceAll(password, '…');
}
