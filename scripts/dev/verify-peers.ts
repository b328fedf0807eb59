import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EXIT } from '../../src/monitor-error.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { modelPeers } from './peers/model-peers.ts';
import type { PeerServer, PythonAnswer } from './peers/peer-check.ts';
import { registryPeers } from './peers/registry-peers.ts';

const USAGE = `Compares this project with other implementations, where Python has them. What is not there is skipped, and said.

Usage: node scripts/dev/verify-peers.ts [--python PATH]

  --python    interpreter (default PEER_PYTHON, else python3); it wants xgboost, scikit-learn, pandas, skl2onnx, mlflow
  --only      run only the comparisons whose name holds this text
  --help      this text

Example: node scripts/dev/verify-peers.ts --python .venv/bin/python

Exit codes: 0 all passed or skipped, 10 a comparison failed.
`;

const scripts = fileURLToPath(new URL('peers/', import.meta.url));
const cases = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));

const runPython =
  (python: string) =>
  (script: string, args: readonly string[]): Promise<PythonAnswer> =>
    new Promise((done) => {
      const limits = { timeout: 300_000, maxBuffer: 64 * 2 ** 20 };
      execFile(python, ['-W', 'ignore', join(scripts, script), ...args], limits, (error, stdout, stderr) => {
        if (error === null) return done({ ok: true, stdout });
        const lastLine = stderr.trim().split('\n').at(-1) ?? '';
        const noPython = 'code' in error && error.code === 'ENOENT';
        const missing = noPython || /^(ModuleNotFoundError|ImportError)/.test(lastLine);
        if (error.killed === true) {
          return done({ ok: false, missing: false, reason: `no result within ${limits.timeout / 1000} s` });
        }
        done({ ok: false, missing, reason: noPython ? `${python} is not there` : lastLine || error.message });
      });
    });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const SERVER_START_MS = 90_000;

/** Starts a server in a separate process group, so that stopping it also stops its workers. */
async function startServer(python: string, script: string, folder: string): Promise<PeerServer> {
  const port = await freePort();
  const child = spawn(python, [join(scripts, script), folder, String(port)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let ended = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const closed = new Promise<void>((done) => {
    child.on('error', (error) => {
      stderr += `\n${error.message}`;
      ended = true;
      done();
    });
    child.on('exit', () => {
      ended = true;
      done();
    });
  });
  const stop = async (): Promise<void> => {
    if (!ended && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await closed;
  };
  const url = `http://127.0.0.1:${port}`;
  for (const started = Date.now(); Date.now() - started < SERVER_START_MS && !ended; ) {
    await delay(500);
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok === true) return { ok: true, url, stop };
  }
  const reason = ended
    ? (stderr.trim().split('\n').at(-1) ?? '')
    : `no answer within ${SERVER_START_MS / 1000} s`;
  await stop();
  return { ok: false, reason };
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      python: { type: 'string', default: process.env['PEER_PYTHON'] ?? 'python3' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of [...modelPeers, ...registryPeers]) {
    if (!check.name.includes(values.only)) continue;
    const folder = await mkdtemp(join(tmpdir(), 'verify-peers-'));
    try {
      const outcome = await check.run({
        now: Date.now,
        python: runPython(values.python),
        startServer: (script) => startServer(values.python, script, folder),
        folder,
        casesPath: (relative) => (existsSync(join(cases, relative)) ? join(cases, relative) : null),
      });
      counts[outcome.status] += 1;
      console.log(
        `${outcome.status.padEnd(8)} ${check.name}: ${outcome.status === 'skipped' ? outcome.reason : outcome.figure}`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 ? EXIT.gate : undefined;
});
