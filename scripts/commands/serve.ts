import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILD, MONITOR } from '../../src/command-names.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { runNode } from '../../src/pipeline/container/build-process.ts';
import { parseFrameAncestors } from '../../src/pipeline/container/framing.ts';
import { Freshness } from '../../src/pipeline/container/freshness.ts';
import { parseInterval } from '../../src/pipeline/container/interval.ts';
import { precompress } from '../../src/pipeline/container/precompress.ts';
import { buildForEver, RoundError } from '../../src/pipeline/container/releases.ts';
import { openSiteImage } from '../../src/pipeline/container/site-image.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';
import { projectProgram } from '../../src/project.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { port, text } from '../../src/settings/command/options.ts';
import { readSettings } from '../../src/settings/settings.ts';

const BUILD_ARGUMENTS = [fileURLToPath(projectProgram('scripts/commands/main.ts')), 'build'];

export const command = defineCommand({
  options: {
    host: text('HOST', 'address to listen on', '0.0.0.0'),
    port: port(8501),
    'build-script': text('FILE', `script of Node that builds the site, in place of ${BUILD}`),
  },
  details: `Settings (environment), beside those of the build (${MONITOR} build --help):
  REBUILD_EVERY   pause between builds, such as 30m, 6h or 1d (default 1h, at most 366d)
  BUILD_TIMEOUT   what a build may take before it is ended (default 1h)
  SITES_DIR       where sites are built, a directory of this container alone; what else lies there is left alone
                  (default: one among the system's temporary files); needs room for three sites
  FRAME_ANCESTORS sites that may show the cards under /embed/ in a frame: * (default), 'none', or origins such as
                  https://wiki.example.org with a space between them

A build that fails, or takes too long, leaves the last good site in place; the next try follows after a minute, then
two, four, and so on up to REBUILD_EVERY. GET /healthz answers 200 as soon as the server listens, and 503 with the
reason while there is no site because the first build failed, or when the last good build is older than three rounds.`,
  example: { before: 'REBUILD_EVERY=6h PREDICTIONS_LOG=logs/predictions.jsonl', args: ['--port', '8080'] },
  exits: {},
  async run({ values, signal, print, printJson }) {
    const every = interval('REBUILD_EVERY', '1h');
    const limit = interval('BUILD_TIMEOUT', '1h');
    const embedders = parseFrameAncestors(process.env['FRAME_ANCESTORS'] || '*');
    const root = resolve(process.env['SITES_DIR'] || join(tmpdir(), 'lead-scoring-monitor-sites'));
    // Checked before anything is served: a container that cannot work should stop at once.
    const { basePath } = readSettings(process.env, process.cwd(), Date.now, root);
    const now = (): number => performance.now();
    const freshness = new Freshness(every.ms, now);
    const unhealthy = (): string | null => freshness.reason();
    const { host, 'build-script': script } = values;
    const server = await siteServer({
      host,
      port: values.port,
      basePath,
      unhealthy,
      embedders,
      report: print,
    });
    print(`Serving on ${server.url}, building every ${every.text}`);
    printJson({ url: server.url, every: every.text }, true);
    await buildForEver({
      root,
      build: (outDir, bounded) => build(script === undefined ? BUILD_ARGUMENTS : [script], outDir, bounded),
      show: async (outDir, bounded) => {
        await precompress(outDir, bounded);
        const image = await openSiteImage(outDir, { scratchDirectory: root, signal: bounded });
        // An abandoned round may get here after the next one has finished.
        if (bounded.aborted) await image.retire();
        else await server.show(image);
      },
      intervalMs: every.ms,
      limitMs: limit.ms,
      freshness,
      signal,
      now,
      report: print,
    });
    await server.close();
    return undefined;
  },
});

function interval(variable: string, fallback: string): { readonly ms: number; readonly text: string } {
  const text = process.env[variable] ?? fallback;
  const ms = parseInterval(text);
  if (ms === null) {
    throw configurationError(
      'bad-setting',
      `${variable} must be a time from 1s to 366d such as 30m, 6h or 1d, not "${text}".`,
    );
  }
  return { ms, text };
}

/** Runs a build in a separate process, so that its leaks and crashes do not affect the server. */
async function build(args: readonly string[], outDir: string, signal: AbortSignal): Promise<void> {
  // However often a day is built, it has one report.
  const ended = await runNode(args, { SAME_DAY: 'refresh', ...process.env, OUT_DIR: outDir }, signal);
  signal.throwIfAborted();
  if (ended.signal !== null) throw new RoundError(`it was ended by ${ended.signal}`);
  if (ended.code !== 0) throw new RoundError(`it ended with exit code ${ended.code}`);
}
