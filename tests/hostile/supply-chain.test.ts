import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
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

test('a bill of materials (CycloneDX) can be made from the lock file alone', async () => {
  const { stdout } = await run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  const bill = JSON.parse(stdout) as {
    bomFormat: string;
    specVersion: string;
    components: { name: string }[];
  };
  expect(bill.bomFormat).toBe('CycloneDX');
  const { dependencies } = (await json('package.json')) as Manifest;
  const names = bill.components.map((component) => component.name);
  expect(names).toEqual(
    expect.arrayContaining(Object.keys(dependencies).filter((name) => !name.startsWith('@'))),
  );
});
