import { configurationError } from '../../../monitor-error.ts';

/** Address of a Spark Thrift server (HiveServer2 protocol) and the options of the connection. */
export interface SparkAddress {
  readonly host: string;
  readonly port: number;
  /** Schema that bare table names belong to; null: the server's default. */
  readonly database: string | null;
  readonly transport: 'binary' | 'http';
  readonly auth: 'nosasl' | 'plain';
  readonly ssl: boolean;
  /** Path of the HTTP endpoint, with its slash. */
  readonly httpPath: string;
  readonly user: string | null;
  readonly password: string | null;
  /** PEM file of the authority that signed the server's certificate; null: those of Node. */
  readonly caFile: string | null;
  /** A query that takes longer is cancelled. */
  readonly queryTimeoutMs: number;
}

const EXAMPLE = 'spark://user:password@host:10000/database?transport=http&auth=plain&ssl=true';
const OPTIONS = ['transport', 'auth', 'ssl', 'path', 'ca', 'timeout'];

/**
 * Reads `SPARK_URL`: `spark://[user[:password]@]host[:port][/database][?option=value&…]`.
 *
 * Options: `transport` binary (default) or http; `auth` nosasl or plain (default: plain with a user, else nosasl);
 * `ssl` true or false (default); `path` of the HTTP endpoint (default /cliservice); `ca`, a PEM file; `timeout` of one
 * query in seconds (default 1,800). Port 10000, or 10001 for http.
 *
 * @throws MonitorError `bad-spark-url` (exit code 2). Messages never repeat the URL: it may contain a password.
 */
export function parseSparkUrl(text: string): SparkAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.protocol !== 'spark:' || url.hostname === '')
    throw invalidUrl(`must look like ${EXAMPLE}`);
  const unknown = [...url.searchParams.keys()].find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined)
    throw invalidUrl(`has an unknown option "${unknown}"; there are ${OPTIONS.join(', ')}`);
  const user = decoded(url.username);
  const transport = choice(url, 'transport', ['binary', 'http'], 'binary');
  const auth = choice(url, 'auth', ['nosasl', 'plain'], user === null ? 'nosasl' : 'plain');
  if (auth === 'nosasl' && user !== null) {
    throw invalidUrl('names a user, but auth=nosasl sends none: use auth=plain or leave the user out');
  }
  const path = url.searchParams.get('path') ?? '/cliservice';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (transport === 'http' ? 10_001 : 10_000) : Number(url.port),
    database: decoded(url.pathname.replace(/^\//, '')),
    transport,
    auth,
    ssl: choice(url, 'ssl', ['false', 'true'], 'false') === 'true',
    httpPath: path.startsWith('/') ? path : `/${path}`,
    user,
    password: decoded(url.password),
    caFile: url.searchParams.get('ca'),
    queryTimeoutMs: seconds(url.searchParams.get('timeout')) * 1000,
  };
}

/** The address without its secrets, for messages. */
export const describeAddress = (address: SparkAddress): string =>
  `${address.host}:${address.port} (${address.transport}${address.ssl ? ', TLS' : ''}, ${
    address.user === null ? 'no user' : `user ${address.user}`
  })`;

function choice<Value extends string>(
  url: URL,
  key: string,
  values: readonly Value[],
  fallback: Value,
): Value {
  const given = url.searchParams.get(key);
  if (given === null) return fallback;
  const found = values.find((value) => value === given.toLowerCase());
  if (found === undefined) throw invalidUrl(`${key} must be ${values.join(' or ')}`);
  return found;
}

function seconds(given: string | null): number {
  if (given === null) return 1_800;
  const value = Number(given);
  if (!(value > 0)) throw invalidUrl('timeout must be a number of seconds above 0');
  return value;
}

function decoded(part: string): string | null {
  if (part === '') return null;
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidUrl('holds a "%" that is no escape: write it as %25');
  }
}

const invalidUrl = (what: string) => configurationError('bad-spark-url', `SPARK_URL ${what}.`);
