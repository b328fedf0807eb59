import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
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
  expect(result.broken).toEqual([]);
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

test.each(['client', 'server'] as const)(
  'idle connections survive that the %s is held up past the time after which they may be closed',
  async (held) => {
    const sites = join(directory, 'sites');
    const build = faultyBuild(directory, { sitesDirectory: sites });
    const container = await startContainer({
      cwd: directory,
      buildScript: build.script,
      env: { SITES_DIR: sites, REBUILD_EVERY: '1h' },
    });
    const agent = new Agent({ keepAlive: true });
    const answer = (): Promise<{
      readonly status: number;
      readonly reused: boolean;
      readonly hint: unknown;
    }> =>
      new Promise((resolve, reject) => {
        const sent = request(container.url, { agent }, (response) => {
          const { statusCode: status = 0, headers } = response;
          response
            .resume()
            .on('end', () => resolve({ status, reused: sent.reusedSocket, hint: headers['keep-alive'] }));
        });
        sent.on('error', reject);
        sent.end();
      });
    const answers = () => Promise.all(Array.from({ length: 8 }, answer));
    const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    try {
      await expect.poll(async () => (await answer()).status, { timeout: 20_000 }).toBe(200);
      // Clients close an idle connection a second before the announced time is over.
      expect(new Set((await answers()).map(({ hint }) => hint))).toEqual(new Set(['timeout=5']));
      // The next requests are due at 3.8 s, before that. A server that closes at 6 s has done so, or does it first.
      const later = after(3_800).then(answers);
      if (held === 'client') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7_500);
      else {
        await after(3_500);
        container.child.kill('SIGSTOP');
        await after(4_000);
        container.child.kill('SIGCONT');
      }
      const expected = { status: 200, reused: true, hint: 'timeout=5' };
      expect(await later).toEqual(Array.from({ length: 8 }, () => expected));
    } finally {
      agent.destroy();
      await container.close();
    }
  },
);

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
