import hive from 'hive-driver';
import { readRegularFileSync } from '../../../regular-file.ts';
import type { SparkAddress } from './spark-url.ts';

/** The driver's operation; its own type declaration lacks most of these methods. */
export interface ThriftOperation {
  status(progress: boolean): Promise<OperationStatus>;
  fetch(): Promise<unknown>;
  hasMoreRows(): boolean;
  getData(): readonly unknown[];
  flush(): void;
  setMaxRows(rows: number): void;
  cancel(): Promise<unknown>;
  close(): Promise<unknown>;
}

export interface OperationStatus {
  readonly operationState?: number;
  readonly errorMessage?: string;
  readonly sqlState?: string;
}

export interface ThriftSession {
  executeStatement(sql: string, options: { runAsync: boolean }): Promise<ThriftOperation>;
  close(): Promise<unknown>;
}

export interface ThriftConnection {
  openSession(): Promise<ThriftSession>;
  /** Rejects when the connection breaks and never resolves; every request is raced against it. */
  readonly lost: Promise<never>;
  end(): void;
}

/** For accepting the connection and opening a session. */
export const CONNECT_TIMEOUT_MS = 30_000;

/**
 * Connects over hive-driver. The driver never settles a pending request when its socket breaks, so errors and the end of
 * the socket reject one promise that every request is raced against.
 */
export async function connectThrift(address: SparkAddress): Promise<ThriftConnection> {
  const { TCLIService, TCLIService_types: types } = hive.thrift;
  const client = new hive.HiveClient(TCLIService, types);
  let fail: (error: unknown) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    fail = reject;
  });
  lost.catch(() => undefined);
  client.on('error', fail);
  client.on('close', () => fail(new Error('the server closed the connection')));
  client.on('timeout', () => fail(new Error('the connection timed out')));
  await Promise.race([
    client.connect(
      { host: address.host, port: address.port, options: socketOptions(address) },
      provider(address),
      auth(address),
    ),
    lost,
  ]);
  return {
    lost,
    async openSession() {
      const request = { client_protocol: types.TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10 };
      const user = address.user === null ? {} : { username: address.user, password: address.password ?? '' };
      const session = await Promise.race([client.openSession({ ...request, ...user }), lost]);
      return session as unknown as ThriftSession;
    },
    end: () => client.close(),
  };
}

const provider = (address: SparkAddress) =>
  address.transport === 'http' ? new hive.connections.HttpConnection() : new hive.connections.TcpConnection();

function auth(address: SparkAddress) {
  const credentials = { username: address.user ?? 'anonymous', password: address.password ?? '' };
  if (address.transport === 'http') return new hive.auth.PlainHttpAuthentication(credentials);
  if (address.auth === 'plain') return new hive.auth.PlainTcpAuthentication(credentials);
  return new hive.auth.NoSaslAuthentication();
}

/** The driver accepts any certificate unless it is told otherwise, over both transports. */
function socketOptions(address: SparkAddress) {
  const tls = {
    rejectUnauthorized: true,
    ...(address.caFile === null ? {} : { ca: readRegularFileSync(address.caFile) }),
  };
  const secure = address.ssl ? { ...tls, ssl: true } : {};
  // No `max_attempts`: with it the driver would reconnect after a broken socket and wait without end.
  if (address.transport === 'binary') return secure;
  return { path: address.httpPath, ...(address.ssl ? { https: true, nodeOptions: tls } : {}) };
}
