import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from '../../src/settings/cli.ts';
import { findSpark } from './spark/find-spark.ts';
import { startThriftServer, type ThriftServer } from './spark/thrift-server.ts';

const USAGE = `Tests the Spark engine against a real Spark Thrift server on this machine.

Usage: npm run test:spark -- [--required]

Needs Java 17 or later and pyspark 4 (pip install 'pyspark==4.*'); SPARK_PYTHON names its Python, SPARK_HOME a Spark
distribution. Where they are absent the tests are skipped and the reason is printed; with --required that is an error.
`;

const project = fileURLToPath(new URL('../..', import.meta.url));
const MEMORY = '2g';

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      required: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const spark = findSpark(process.env);
  if ('reason' in spark) {
    console.log(`test:spark: SKIPPED, ${spark.reason}`);
    return values.required ? 1 : undefined;
  }
  console.log(`test:spark: starting Spark ${spark.version}`);
  const server = await startThriftServer({ home: spark.home, memory: MEMORY });
  const stop = (): void => void server.stop();
  signal.addEventListener('abort', stop);
  try {
    const passed = await tests(server, ['contract', 'engine', 'report'], {});
    // Last, because it kills the server.
    const survived = await tests(server, ['kill'], { TEST_SPARK_KILL_PID: String(server.process.pid) });
    return passed && survived ? undefined : 1;
  } finally {
    signal.removeEventListener('abort', stop);
    await server.stop();
  }
});

/** Runs test files of `tests/spark` in a separate process; true when all passed. */
function tests(
  server: ThriftServer,
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const files = names.map((name) => `tests/spark/${name}.test.ts`);
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [vitest, 'run', '--config', 'tests/vitest.config.ts', '--project', 'e2e', ...files],
      { cwd: project, stdio: 'inherit', env: { ...process.env, ...env, TEST_SPARK_URL: server.url } },
    );
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
