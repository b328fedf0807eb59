import { configurationError, type MonitorError } from '../monitor-error.ts';

/** A table or query of a Postgres server, and how to connect. */
export interface PostgresAddress {
  readonly variable: string;
  /** A directory for a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Null: as libpq decides (PGUSER, the user of the system). */
  readonly user: string | null;
  /** Null: PGPASSWORD, or the user's file of passwords. Never printed. */
  readonly password: string | null;
  readonly sslMode: SslMode;
  /** Path of a certificate that the server's is signed by. */
  readonly sslRootCertificate: string | null;
  readonly timeoutMs: number;
  readonly from: { readonly table: readonly string[] } | { readonly query: string };
  /** Name for reports and messages, without server, user and password. */
  readonly name: string;
}

const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type SslMode = (typeof SSL_MODES)[number];

const PARAMETERS = ['table', 'query', 'host', 'sslmode', 'sslrootcert', 'timeout'];
const EXAMPLE = 'postgres://user@host:5432/database?table=prediction_logs';
const DEFAULT_TIMEOUT_SECONDS = 600;
const MAX_TIMEOUT_SECONDS = 86_400;

export const isPostgresUrl = (value: string | null): value is string =>
  value !== null && /^postgres(?:ql)?:/i.test(value);

/**
 * Reads `postgres://user:password@host:port/database?table=schema.name` (or `query=`).
 *
 * Without `sslmode` a server elsewhere must prove who it is (`verify-full`), and one on this machine is asked without TLS.
 *
 * @throws MonitorError `bad-setting` (exit code 2); the URL is not in the message, because it may hold a password.
 */
export function parsePostgresUrl(variable: string, text: string): PostgresAddress {
  const refuse = (what: string): MonitorError =>
    configurationError('bad-setting', `${variable}: the Postgres address ${what}, such as ${EXAMPLE}.`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^postgres(?:ql)?:\/\//i.test(text)) throw refuse('must be a URL');
  const parameter = (name: string): string | null => url.searchParams.get(name) || null;
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    throw refuse(
      `has a parameter that is not one of ${PARAMETERS.join(', ')}; a password stands before the @`,
    );
  const database = decoded(url.pathname.slice(1));
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (database === null || user === null || password === null) throw refuse('has a broken % escape');
  if (database === '') throw refuse('names no database');
  const host = parameter('host') ?? (url.hostname.replace(/^\[|\]$/g, '') || 'localhost');
  const sslMode = parameter('sslmode') ?? (isLocal(host) ? 'disable' : 'verify-full');
  if (!isSslMode(sslMode)) throw refuse(`must have a sslmode of ${SSL_MODES.join(', ')}`);
  const timeout = Number(parameter('timeout') ?? DEFAULT_TIMEOUT_SECONDS);
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > MAX_TIMEOUT_SECONDS)
    throw refuse(`must have a timeout in whole seconds, from 1 to ${MAX_TIMEOUT_SECONDS}`);
  const table = parameter('table');
  const query = parameter('query');
  if ((table === null) === (query === null)) throw refuse('must have either table= or query=');
  return {
    variable,
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user: user === '' ? null : user,
    password: password === '' ? null : password,
    sslMode,
    sslRootCertificate: parameter('sslrootcert'),
    timeoutMs: timeout * 1000,
    from: table === null ? { query: (query ?? '').replace(/[;\s]+$/, '') } : { table: table.split('.') },
    name: table === null ? 'Postgres query' : `Postgres table ${table}`,
  };
}

const isSslMode = (text: string): text is SslMode => (SSL_MODES as readonly string[]).includes(text);

const isLocal = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.') || host.startsWith('/');

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
