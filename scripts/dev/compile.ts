import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { PROJECT_ROOT, projectFile } from '../../src/project.ts';

/** What messages need of others: pure JavaScript, which the compiled program can hold. */
const OF_MESSAGES = ['nodemailer', 'parse5', 'zod'];

/** Leaves packages out of the program, but for some and what these import. */
const packagesOutside = (inside: readonly string[]): Plugin => ({
  name: 'packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir }) => {
      if (kind === 'entry-point' || resolveDir.includes('/node_modules/')) return null;
      return inside.some((name) => path === name || path.startsWith(`${name}/`))
        ? null
        : { path, external: true };
    });
  },
});

/**
 * Compiles the command line into `lib/`, because Node runs no TypeScript below `node_modules`. Programs of other processes and
 * threads (`projectProgram`) are entries of their own. Packages stay outside, to be installed.
 *
 * @param withMessages the program holds the packages that `notify` and `mail` need, so that these run where nothing is installed.
 */
export async function compile({ withMessages }: { withMessages: boolean }): Promise<void> {
  await rm(projectFile('lib'), { recursive: true, force: true });
  await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [
      'scripts/commands/main.ts',
      'src/pipeline/report-worker.ts',
      'src/pipeline/pages-process.ts',
      'src/ingest/engines/duckdb/own-queries-process.ts',
    ],
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outdir: fileURLToPath(projectFile('lib')),
    bundle: true,
    splitting: true,
    plugins: [packagesOutside(withMessages ? OF_MESSAGES : [])],
    // Packages of CommonJS ask for modules of Node by `require`.
    banner: withMessages
      ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
      : {},
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    logLevel: 'warning',
  });
}
