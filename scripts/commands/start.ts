import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { configurationError } from '../../src/monitor-error.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, port, text } from '../../src/settings/command/options.ts';
import { readSettings } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    port: port(8501),
    host: text('HOST', 'address to listen on', 'localhost'),
    'no-build': flag('serve the site that was built before'),
  },
  details: 'The settings are those of the build: npm run build -- --help',
  example: { before: 'PREDICTIONS_LOG=logs/predictions.jsonl', args: ['--port', '8080'] },
  exits: { 3: null },
  async run({ values, signal, print, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    if (!values['no-build']) {
      const script = fileURLToPath(new URL('../build.js', import.meta.url));
      const [code] = (await once(spawn(process.execPath, [script], { stdio: 'inherit' }), 'exit')) as [
        number,
      ];
      if (code !== 0) return code as 1 | 2 | 3;
    }
    const { outDir: directory, basePath } = settings;
    const { host } = values;
    const { server, show } = await siteServer({ basePath, host, port: values.port }).catch(
      (error: unknown) => {
        throw configurationError(
          'port-unusable',
          `${host}:${values.port}: ${(error as Error).message}. Choose another with --port.`,
        );
      },
    );
    show(directory);
    const address = server.address();
    const actual = typeof address === 'object' && address !== null ? address.port : values.port;
    const url = `http://${host}:${actual}${basePath}`;
    print(`Serving ${directory} on ${url} (Ctrl-C ends it)`);
    printJson({ directory, url });
    await once(signal, 'abort');
    server.closeAllConnections();
    server.close();
    return undefined;
  },
});
