import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EXIT, type ExitCode } from '../src/monitor-error.ts';
import { runNode } from '../src/pipeline/container/build-process.ts';
import { followDirectory } from '../src/pipeline/container/follow-directory.ts';
import { siteServer } from '../src/pipeline/container/site-server.ts';
import { healPublished } from '../src/pipeline/publish.ts';
import { portFlag, runCommand } from '../src/settings/cli.ts';
import { printable } from '../src/settings/printable.ts';
import { readSettings } from '../src/settings/settings.ts';

const USAGE = `Builds the site, then serves it on http://localhost:8501.

Usage: npm start -- [--port 8501] [--host localhost] [--no-build]

A build that ends meanwhile (npm run build) is shown from the next request on.

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
  const port = portFlag(values.port);
  const { outDir, basePath } = readSettings(process.env, process.cwd(), Date.now);
  if (values.build) {
    const ended = await runNode(fileURLToPath(new URL('build.js', import.meta.url)), process.env, signal);
    signal.throwIfAborted();
    if (ended.code !== 0) return (ended.code ?? EXIT.bug) as ExitCode;
  } else {
    await healPublished(outDir);
  }
  const report = (message: string): void => console.log(printable(message));
  const server = await siteServer({ basePath, host: values.host, port, report });
  try {
    await followDirectory({
      directory: outDir,
      scratchDirectory: tmpdir(),
      show: async (image, number) => {
        await server.show(image);
        if (number === 1) console.log(`Serving ${outDir} on ${server.url} (Ctrl-C ends it)`);
      },
      signal,
      report,
    });
  } finally {
    await server.close();
  }
  return undefined;
});
