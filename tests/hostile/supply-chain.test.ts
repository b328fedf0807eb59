import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(`${root}/${name}`, 'utf8'));

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly overrides: Versions;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}

test('every dependency is one exact version', async () => {
  const { dependencies, devDependencies, overrides } = (await json('package.json')) as Manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('every locked package has a hash and names no host', async () => {
  const { packages } = (await json('package-lock.json')) as { packages: Record<string, Locked> };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  expect(locked.length).toBeGreaterThan(300);
  const bundled = (path: string): boolean => 'inBundle' in (packages[path] ?? {});
  expect(
    locked.filter(([path, one]) => one.integrity === undefined && !bundled(path)).map(([path]) => path),
  ).toEqual([]);
  expect(locked.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
});

test('every package with an install script is allowed or forbidden by name', async () => {
  const { packages } = (await json('package-lock.json')) as { packages: Record<string, Locked> };
  const { allowScripts } = (await json('package.json')) as Manifest;
  const withScripts = Object.entries(packages)
    .filter(([, one]) => one.hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(withScripts.length).toBeGreaterThan(0);
  expect(withScripts.filter((name) => !(name in allowScripts) && name !== 'fsevents')).toEqual([]);
});

test('a bill of materials (CycloneDX) can be made from the lock file alone, with every dependency in it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sbom-'));
  try {
    const manifest = (await json('package.json')) as Manifest;
    // One development tool asks for "latest", which npm takes for a lock that does not fit.
    const overrides = { ...manifest.overrides, 'legacy-javascript': '0.0.1' };
    await writeFile(join(directory, 'package.json'), JSON.stringify({ ...manifest, overrides }));
    await copyFile(`${root}/package-lock.json`, join(directory, 'package-lock.json'));
    const { stdout } = await run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
      cwd: directory,
      maxBuffer: 64 * 1024 * 1024,
    });
    const bill = JSON.parse(stdout) as { bomFormat: string; components: { purl: string }[] };
    expect(bill.bomFormat).toBe('CycloneDX');
    const listed = bill.components.map((component) => decodeURIComponent(component.purl));
    const wanted = Object.entries(manifest.dependencies).map(
      ([name, version]) => `pkg:npm/${name}@${version}`,
    );
    expect(listed).toEqual(expect.arrayContaining(wanted));
  } finally {
    await rm(directory, { recursive: true });
  }
});
