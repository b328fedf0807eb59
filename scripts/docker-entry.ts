import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configurationError } from '../src/monitor-error.ts';
import { precompress } from '../src/pipeline/container/precompress.ts';
import { buildForEver, parseInterval } from '../src/pipeline/container/releases.ts';
import { siteServer } from '../src/pipeline/container/site-server.ts';
import { runCommand } from '../src/settings/cli.ts';
import { readSettings } from '../src/settings/settings.ts';

const USAGE = `Serves the site and builds it again and again: the container's entry point.

Usage: node scripts/docker-entry.ts [--host 0.0.0.0] [--port 8501] [--build-script FILE]

Settings (environment), beside those of the build (npm run build -- --help):
  REBUILD_EVERY   pause between builds, such as 30m, 6h or 1d (default 1h)
  SITES_DIR       where built sites lie (default: a directory of the system's for temporary files)

Example: docker run -p 8501:8501 -e PREDICTIONS_LOG=/data/predictions.jsonl -v "$PWD/logs:/data:ro" \\
           -v monitor-archive:/archive lead-scoring-monitor

A build that fails leaves the last good site in place. GET /healthz answers 200 as soon as the server listens.
`;

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '0.0.0.0' },
      port: { type: 'string', default: '8501' },
      'build-script': { type: 'string', default: fileURLToPath(new URL('build.js', import.meta.url)) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const every = process.env['REBUILD_EVERY'] ?? '1h';
  const intervalMs = parseInterval(every);
  if (intervalMs === null) {
    throw configurationError(
      'bad-setting',
      `REBUILD_EVERY must be a time such as 30m, 6h or 1d, not "${every}".`,
    );
  }
  // Checked before anything is served: a container that cannot work should stop at once.
  const { basePath } = readSettings(process.env, process.cwd(), Date.now);
  const port = Number(values.port);
  const { server, show } = await siteServer({ host: values.host, port, basePath });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  console.log(`Serving on http://${values.host}:${actual}${basePath}, building every ${every}`);
  await buildForEver({
    root: process.env['SITES_DIR'] ?? join(tmpdir(), 'lead-scoring-monitor-sites'),
    build: (outDir) => build(values['build-script'], outDir, signal),
    finish: precompress,
    show,
    sleep: async (ms) => {
      await setTimeout(ms, undefined, { signal }).catch(() => undefined);
    },
    intervalMs,
    signal,
    report: (message) => console.log(message),
  });
  server.close();
  server.closeAllConnections();
  return undefined;
});

/** A build in a process of its own: what it leaks or breaks ends with it, and the server keeps answering. */
async function build(script: string, outDir: string, signal: AbortSignal): Promise<boolean> {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, OUT_DIR: outDir },
  });
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  signal.addEventListener('abort', stop);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
