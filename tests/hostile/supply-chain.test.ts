import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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
  const { dependencies, devDependencies } = (await json('package.json')) as Manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies });
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
    .filter(([path, one]) => path !== '' && one.hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(withScripts.length).toBeGreaterThan(0);
  expect(withScripts.filter((name) => !(name in allowScripts) && name !== 'fsevents')).toEqual([]);
});

test('a bill of materials (CycloneDX) can be made from the lock file alone, with every dependency in it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sbom-'));
  try {
    const manifest = (await json('package.json')) as Manifest;
    await copyFile(`${root}/package.json`, join(directory, 'package.json'));
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

test('CI verifies the lock, checks licences, and makes the bill of materials', async () => {
  const steps = await readFile(`${root}/.ci/run`, 'utf8');
  for (const step of ['lock_names_no_host', 'npm ci', 'scripts/dev/licences.ts'])
    expect(steps).toContain(step);
  const workflow = await readFile(`${root}/.github/workflows/ci.yml`, 'utf8');
  expect(workflow).toMatch(
    /run: npm sbom .*--sbom-format cyclonedx >(\S+)\n[\s\S]*upload-artifact@[\s\S]*path: \1/,
  );
  // Every action is pinned by its commit hash.
  const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? '');
  expect(actions.length).toBeGreaterThan(2);
  expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

test('licences: ours pass and are listed; one that is not allowed, or not stated, fails', async () => {
  const script = `${root}/scripts/dev/licences.ts`;
  const ours = await run(process.execPath, [script]);
  expect(ours.stdout).toMatch(/^\d+\tMIT$/m);
  const directory = await mkdtemp(join(tmpdir(), 'licences-'));
  try {
    await mkdir(join(directory, 'scripts/dev'), { recursive: true });
    await copyFile(script, join(directory, 'scripts/dev/licences.ts'));
    await symlink(`${root}/src`, join(directory, 'src'));
    const packages = {
      '': {},
      'node_modules/fine': { version: '1.0.0', license: '(MIT OR GPL-3.0)' },
      'node_modules/both': { version: '1.0.0', license: 'MIT AND AGPL-3.0' },
      'node_modules/silent': { version: '2.0.0' },
    };
    await writeFile(join(directory, 'package-lock.json'), JSON.stringify({ packages }));
    const ended = await run(process.execPath, [join(directory, 'scripts/dev/licences.ts')]).catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr.trim().split('\n')).toEqual([
      'not allowed: node_modules/both 1.0.0: MIT AND AGPL-3.0',
      'not allowed: node_modules/silent 2.0.0: not stated',
    ]);
  } finally {
    await rm(directory, { recursive: true });
  }
});

/** npm's words on standard error where Node has this version. */
async function wordsOfNpm(node: string, ...more: string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'npm-'));
  try {
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      await copyFile(`${root}/${name}`, join(directory, name));
    const older = `Object.defineProperty(process, 'version', { value: '${node}' })`;
    const args = ['ci', '--dry-run', '--ignore-scripts', '--offline', ...more];
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(older)}`;
    const { stderr } = await run('npm', args, {
      cwd: directory,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_OPTIONS },
      maxBuffer: 16 * 1024 * 1024,
    });
    return stderr;
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('npm warns of nothing on the Node that the README promises, because the project asks it for errors alone', async () => {
  expect(await wordsOfNpm('v20.19.0')).toBe('');
  expect(await wordsOfNpm('v24.1.0')).toBe('');
  expect(await wordsOfNpm('v20.19.0', '--loglevel=warn')).toContain('EBADENGINE');
});

test('what npm ci leaves is at most 700 MB, of which a run needs at most 350', async () => {
  const { packages } = (await json('package-lock.json')) as { packages: Record<string, { dev?: boolean }> };
  const megabytes = async (paths: readonly string[]): Promise<number> => {
    const { stdout } = await run('du', ['-skc', ...paths], { cwd: root, maxBuffer: 16 * 1024 * 1024 });
    return Number(/^(\d+)\ttotal$/m.exec(stdout)?.[1]) / 1024;
  };
  const isOutermost = (path: string): boolean => path.lastIndexOf('node_modules/') === 0;
  const production = Object.keys(packages).filter(
    (path) => isOutermost(path) && packages[path]?.dev !== true && existsSync(join(root, path)),
  );
  expect(production.length).toBeGreaterThan(100);
  const needed = await megabytes(production);
  expect(needed).toBeGreaterThan(100);
  expect(needed).toBeLessThan(350);
  // Not what runs keep there.
  expect(await megabytes(['--exclude=.cache', '--exclude=.vite', 'node_modules'])).toBeLessThan(700);
});
