import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { BUILD, MONITOR } from '../../src/command-names.ts';
import { EXIT, type ExitCode } from '../../src/monitor-error.ts';
import { runNode } from '../../src/pipeline/container/build-process.ts';
import { followDirectory } from '../../src/pipeline/container/follow-directory.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';
import { restorePublished } from '../../src/pipeline/publish.ts';
import { projectProgram } from '../../src/project.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, port, text } from '../../src/settings/command/options.ts';
import { readSettings } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    port: port(8501),
    host: text('HOST', 'address to listen on', 'localhost'),
    'no-build': flag('serve the site that was built before'),
  },
  details: `A build that ends meanwhile (${BUILD}) is shown from the next request on.
The settings are those of the build: ${MONITOR} build --help`,
  example: { before: 'PREDICTIONS_LOG=logs/predictions.jsonl', args: ['--port', '8080'] },
  exits: { 3: null },
  async run({ values, signal, print, printJson }) {
    const { outDir, basePath } = readSettings(process.env, process.cwd(), Date.now);
    if (values['no-build']) await restorePublished(outDir);
    else {
      const monitor = fileURLToPath(projectProgram('scripts/commands/main.ts'));
      const ended = await runNode([monitor, 'build'], process.env, signal);
      signal.throwIfAborted();
      if (ended.code !== 0) return (ended.code ?? EXIT.bug) as ExitCode;
    }
    const server = await siteServer({ basePath, host: values.host, port: values.port, report: print });
    try {
      await followDirectory({
        directory: outDir,
        scratchDirectory: tmpdir(),
        show: async (image, number) => {
          await server.show(image);
          if (number !== 1) return;
          print(`Serving ${outDir} on ${server.url} (Ctrl-C ends it)`);
          printJson({ directory: outDir, url: server.url }, true);
        },
        signal,
        report: print,
      });
    } finally {
      await server.close();
    }
    return undefined;
  },
});
