import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { projectFile } from '../../src/project.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { compile } from './compile.ts';

/**
 * What `npm pack` runs before and after (`--restore`) it packs: compiles the command line, and puts the package's own manifest
 * in place of the project's. Pages and what they import travel as source, because Astro compiles them.
 *
 * With `--messages` it does nothing but compile, and the program runs `notify` and `mail` where no package is installed.
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
  if (process.argv.includes('--messages')) {
    await compile({ withMessages: true });
    return undefined;
  }
  // Also where an earlier packing was interrupted.
  await rename(KEPT, MANIFEST).catch(() => undefined);
  if (process.argv.includes('--restore')) return undefined;
  await compile({ withMessages: false });
  await copyFile(MANIFEST, KEPT);
  const manifest = JSON.parse(await readFile(MANIFEST, 'utf8')) as Manifest;
  await writeFile(MANIFEST, `${JSON.stringify(packageManifest(manifest), null, 2)}\n`);
  return undefined;
});

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
