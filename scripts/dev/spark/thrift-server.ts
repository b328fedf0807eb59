import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ThriftServer {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Output of the server so far. */
  readonly log: string;
  stop(): Promise<void>;
}

export interface ThriftServerOptions {
  readonly home: string;
  readonly memory?: string;
  readonly transport?: 'binary' | 'http';
  /** HiveServer2 settings that override the defaults below. */
  readonly hive?: Readonly<Record<string, string>>;
  readonly startTimeoutMs?: number;
}

/** Starts Spark's Thrift server on a free port of 127.0.0.1 with two threads, and waits until it answers. */
export async function startThriftServer(options: ThriftServerOptions): Promise<ThriftServer> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'spark-server-'));
  const port = await freePort();
  const log = path.join(directory, 'server.log');
  const child = spawn(
    path.join(options.home, 'bin/spark-submit'),
    serverArguments(options, directory, port),
    {
      cwd: directory,
      env: { ...process.env, SPARK_HOME: options.home, SPARK_LOCAL_IP: '127.0.0.1', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const out = createWriteStream(log);
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  const server: ThriftServer = {
    url: `spark://127.0.0.1:${port}?transport=${options.transport ?? 'binary'}`,
    port,
    process: child,
    log,
    async stop() {
      await stopGroup(child);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    await answering(port, child, options.startTimeoutMs ?? 180_000);
    return server;
  } catch (error) {
    await stopGroup(child);
    throw new Error(`Spark did not start; its log is ${log}`, { cause: error });
  }
}

function serverArguments(options: ThriftServerOptions, directory: string, port: number): string[] {
  const conf = {
    'spark.ui.enabled': 'false',
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.caseSensitive': 'true',
    'spark.sql.shuffle.partitions': '2',
    'spark.sql.warehouse.dir': path.join(directory, 'warehouse'),
    'spark.local.dir': path.join(directory, 'local'),
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.hadoop.javax.jdo.option.ConnectionURL': 'jdbc:derby:memory:metastore;create=true',
    'spark.driver.extraJavaOptions': `-Duser.timezone=UTC -Dderby.stream.error.file=${path.join(directory, 'derby.log')}`,
  };
  const portKey = options.transport === 'http' ? 'hive.server2.thrift.http.port' : 'hive.server2.thrift.port';
  const hive = {
    [portKey]: String(port),
    'hive.server2.thrift.bind.host': '127.0.0.1',
    'hive.server2.transport.mode': options.transport ?? 'binary',
    'hive.server2.authentication': 'NOSASL',
    ...options.hive,
  };
  return [
    '--master',
    'local[2]',
    '--driver-memory',
    options.memory ?? '2g',
    '--class',
    'org.apache.spark.sql.hive.thriftserver.HiveThriftServer2',
    ...Object.entries(conf).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    'spark-internal',
    ...Object.entries(hive).flatMap(([key, value]) => ['--hiveconf', `${key}=${value}`]),
  ];
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answering(port: number, child: ChildProcess, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    if (await connects(port)) return;
    await sleep(300);
  }
  throw new Error(`no answer within ${timeoutMs / 1000} s`);
}

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Ends the process group (shell wrapper and JVM) and waits for its exit. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  const patience = sleep(10_000, 'late', { ref: false });
  if ((await Promise.race([ended, patience])) === 'late') process.kill(-child.pid, 'SIGKILL');
}
