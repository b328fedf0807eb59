import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configurationError } from '../src/monitor-error.ts';
import { siteServer } from '../src/pipeline/container/site-server.ts';
import { runCommand } from '../src/settings/cli.ts';
import { readSettings } from '../src/settings/settings.ts';

const USAGE = `Builds the site, then serves it on http://localhost:8501.

Usage: npm start -- [--port 8501] [--host localhost] [--no-build]

Example: PREDICTIONS_LOG=logs/predictions.jsonl npm start
The settings are those of the build: npm run build -- --help
`;

await runCommand(async (signal) => {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      port: { type: 'string', default: '8501' },
      host: { type: 'string', default: 'localhost' },
      build: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw configurationError('bad-flag', `--port must be a number from 0 to 65535, not "${values.port}".`);
  }
  const settings = readSettings(process.env, process.cwd(), Date.now);
  if (values.build) {
    const script = fileURLToPath(new URL('build.js', import.meta.url));
    const [code] = (await once(spawn(process.execPath, [script], { stdio: 'inherit' }), 'exit')) as [number];
    if (code !== 0) return code as 1 | 2 | 3;
  }
  const { outDir: directory, basePath } = settings;
  const { server, show } = await siteServer({ basePath, host: values.host, port }).catch((error: unknown) => {
    throw configurationError(
      'port-unusable',
      `${values.host}:${port}: ${(error as Error).message}. Choose another with --port.`,
    );
  });
  show(directory);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  console.log(`Serving ${directory} on http://${values.host}:${actual}${basePath} (Ctrl-C ends it)`);
  await once(signal, 'abort');
  server.closeAllConnections();
  server.close();
  return undefined;
});
