import { configurationError, inputError, MonitorError } from '../../../monitor-error.ts';
import { describeAddress, type SparkAddress } from './spark-url.ts';

/** A statement that the server refused or aborted. The message is the server's first line, without its stack. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  /** Spark's error class, such as `PATH_NOT_FOUND`; empty where it gave none. */
  readonly condition: string;

  constructor(serverMessage: string) {
    const detail = firstLine(serverMessage);
    super(detail);
    this.condition = /\[([A-Z][A-Z0-9_.]+)\]/.exec(serverMessage)?.[1] ?? '';
  }
}

/** Spark's message without Java class names, stack and repeated error class; cut to a readable length. */
function firstLine(message: string): string {
  const line = message.split('\n').find((text) => text.trim() !== '') ?? 'no reason given';
  return line
    .replaceAll(/(?:[a-z][\w$]*\.){2,}\w*(?:Exception|Error): /g, '')
    .replace(/^Error running query: /, '')
    .replaceAll(/(\[[A-Z][A-Z0-9_.]+\] )(?=.*\1)/g, '')
    .slice(0, 400);
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|wrong version number/i;

/** The error of a session that could not be opened. */
export function connectError(cause: unknown, address: SparkAddress): MonitorError {
  if (cause instanceof MonitorError) return cause;
  const code = property(cause, 'code');
  const message = property(cause, 'message');
  const where = describeAddress(address);
  if (cause instanceof StatementError && cause.condition.endsWith('NOT_FOUND')) {
    return configurationError(
      'spark-schema-not-found',
      `SPARK_URL: ${where} has no schema ${address.database}. Correct the path of the URL, or leave it out.`,
      cause,
    );
  }
  if (UNREACHABLE.has(code)) {
    return inputError(
      'spark-unreachable',
      `SPARK_URL: nothing answers at ${where} (${code}). Start the Spark Thrift server, or correct host and port.`,
      cause,
    );
  }
  if (CERTIFICATE.test(`${code} ${message}`)) {
    return configurationError(
      'spark-certificate',
      `SPARK_URL: the TLS certificate of ${where} is not accepted (${code || message}). Name its authority with ca=<PEM file>, or correct ssl=.`,
      cause,
    );
  }
  if (isRefusal(cause, message)) {
    return configurationError(
      'spark-credentials',
      `SPARK_URL: ${where} refused the user or password. Correct them (percent-encode special characters), or auth=.`,
      cause,
    );
  }
  return inputError(
    'spark-no-session',
    `SPARK_URL: ${where} accepts connections but opens no session (${firstLine(message)}). Check transport=, auth= and ssl= against the server's settings.`,
    cause,
  );
}

function isRefusal(cause: unknown, message: string): boolean {
  const status = property(cause, 'statusCode');
  return (
    status === '401' ||
    status === '403' ||
    /authentication error: [ -~]{3}|unauthorized|error validating|peer indicated failure/i.test(message)
  );
}

/** The connection broke during a query. */
export const sessionLost = (cause: unknown, address: SparkAddress): MonitorError =>
  inputError(
    'spark-session-lost',
    `The connection to Spark at ${describeAddress(address)} broke in the middle of a query (${firstLine(property(cause, 'message'))}). Nothing was published; run the build again when the server is up.`,
    cause,
  );

export const queryTimeout = (seconds: number): MonitorError =>
  inputError(
    'spark-timeout',
    `A Spark query ran longer than ${seconds} s and was cancelled. Raise timeout= in SPARK_URL, or give the cluster more executors.`,
  );

/** A source that Spark cannot find or read; null where the statement failed for another reason. */
export function sourceError(error: unknown, variable: string, location: string): MonitorError {
  if (!(error instanceof StatementError)) {
    return error instanceof MonitorError ? error : inputError('spark-source', String(error), error);
  }
  const what = `${variable}: ${location}`;
  if (error.condition.startsWith('PATH_NOT_FOUND')) {
    return configurationError(
      'log-not-found',
      `${what} does not exist where Spark looks for it. Give a path that every executor can read (s3://, hdfs://, or file: on a shared disk).`,
      error,
    );
  }
  if (
    /^(TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND|REQUIRES_SINGLE_PART_NAMESPACE)/.test(
      error.condition,
    )
  ) {
    return configurationError(
      'table-not-found',
      `${what} is no table or view that this Spark session sees. Write catalog.schema.table, or set the schema in SPARK_URL.`,
      error,
    );
  }
  return inputError('spark-source', `${what} cannot be read by Spark: ${error.message}`, error);
}

function property(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null || !(name in value)) return '';
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
