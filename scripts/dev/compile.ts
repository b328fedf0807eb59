import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PROJECT_ROOT, projectFile } from '../../src/project.ts';

/**
 * Compiles the command line into `lib/` for the package: Node runs no TypeScript below `node_modules`. Programs of other
 * processes and threads (`projectProgram`) are entries of their own. Pages and what they import travel as source, because
 * Astro compiles them. `npm pack` runs this first.
 */
await rm(projectFile('lib'), { recursive: true, force: true });
await build({
  absWorkingDir: PROJECT_ROOT,
  entryPoints: ['scripts/commands/main.ts', 'src/pipeline/report-worker.ts'],
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  outdir: fileURLToPath(projectFile('lib')),
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  logLevel: 'warning',
});
