import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PROJECT_ROOT, projectFile } from '../../src/project.ts';
import { runCommand } from '../../src/settings/cli.ts';

/**
 * What `npm pack` runs before and after (`--restore`) it packs.
 *
 * Before: compiles the command line into `lib/`, because Node runs no TypeScript below `node_modules`, and puts the package's
 * own manifest in place of the project's. Programs of other processes and threads (`projectProgram`) are entries of their own.
 * Pages and what they import travel as source, because Astro compiles them.
 */
const MANIFEST = projectFile('package.json');
const KEPT = projectFile('.package.json.project');

/** Heavy packages that few need, and one whose install script downloads libraries for graphics cards: users add them. */
const OPTIONAL = ['onnxruntime-node', 'hive-driver'];

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

await runCommand(async () => {
  // Also where an earlier packing was interrupted.
  await rename(KEPT, MANIFEST).catch(() => undefined);
  if (process.argv.includes('--restore')) return undefined;
  await compile();
  await copyFile(MANIFEST, KEPT);
  const manifest = JSON.parse(await readFile(MANIFEST, 'utf8')) as Manifest;
  await writeFile(MANIFEST, `${JSON.stringify(packageManifest(manifest), null, 2)}\n`);
  return undefined;
});

async function compile(): Promise<void> {
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
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    logLevel: 'warning',
  });
}

/** The project's manifest without what only its developers need. */
function packageManifest(manifest: Manifest): unknown {
  const { scripts, devDependencies, allowScripts, ...shared } = manifest;
  const all = Object.entries(manifest.dependencies);
  return {
    ...shared,
    dependencies: Object.fromEntries(all.filter(([name]) => !OPTIONAL.includes(name))),
    peerDependencies: Object.fromEntries(all.filter(([name]) => OPTIONAL.includes(name))),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((name) => [name, { optional: true }])),
  };
}
