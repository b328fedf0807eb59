import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markGenerated } from '../site-marker.ts';
import { Freshness } from './freshness.ts';
import { buildForEver, RoundError } from './releases.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sites-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const INTERVAL_MS = 600_000;
type Build = (outDir: string, signal: AbortSignal) => Promise<void>;
const good: Build = async (outDir) => {
  mkdirSync(outDir);
  writeFileSync(join(outDir, 'index.html'), '');
};
const fails =
  (error: Error): Build =>
  async (outDir) => {
    mkdirSync(outDir);
    throw error;
  };

/** Runs one round per build, without pauses. */
async function rounds(builds: readonly Build[], beforeRound: (number: number) => void = () => undefined) {
  const controller = new AbortController();
  const shown: number[] = [];
  const log: string[] = [];
  const pauses: number[] = [];
  const reasons: (string | null)[] = [];
  const freshness = new Freshness(INTERVAL_MS, () => 0);
  beforeRound(1);
  await buildForEver({
    root,
    build: async (outDir, signal) => builds[pauses.length]?.(outDir, signal),
    show: async (outDir) => {
      expect(readdirSync(outDir)).toEqual(['index.html']);
      shown.push(pauses.length + 1);
    },
    intervalMs: INTERVAL_MS,
    // Far more than a round here takes on a loaded machine.
    limitMs: 1000,
    graceMs: 100,
    freshness,
    signal: controller.signal,
    now: () => 0,
    report: (message) => log.push(message),
    pause: async (ms) => {
      pauses.push(ms);
      reasons.push(freshness.reason());
      if (pauses.length === builds.length) controller.abort();
      else beforeRound(pauses.length + 1);
    },
  });
  return { shown, log, pauses, reasons };
}

test('only whole sites are shown, failures leave the last one, and nothing of a round stays', async () => {
  const { shown, log } = await rounds([good, fails(new Error('no')), good]);
  expect(shown).toEqual([1, 3]);
  expect(log[1]).toBe('Build 2 failed: no. What was shown before is shown still.');
  expect(readdirSync(root)).toEqual([]);
});

test('what lies beside the rounds is left alone, those of a running process too; what a killed one left goes', async () => {
  mkdirSync(join(root, 'archive'));
  writeFileSync(join(root, 'archive/2026-02-20.json'), '{}');
  writeFileSync(join(root, '1'), '');
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const round = (name: string): string => join(root, `lead-scoring-monitor-round-${name}`);
  for (const name of [`${process.pid}-Ab12Cd`, `${ended}-Ab12Cd`, `${process.ppid}-Ab12Cd`, 'mine']) {
    mkdirSync(join(round(name), 'site'), { recursive: true });
    await markGenerated(round(name));
  }
  // A name like ours proves nothing.
  mkdirSync(join(round(`${ended}-Zz12Cd`), 'site'), { recursive: true });
  await rounds([good, good]);
  expect(readdirSync(root).sort()).toEqual(
    [
      '1',
      'archive',
      `lead-scoring-monitor-round-${process.ppid}-Ab12Cd`,
      'lead-scoring-monitor-round-mine',
      basename(round(`${ended}-Zz12Cd`)),
    ].sort(),
  );
  expect(readdirSync(join(root, 'archive'))).toEqual(['2026-02-20.json']);
});

const systemError = (call: () => void): Error => {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it should have failed');
};

test.each<[string, Build, string]>([
  [
    'an error of the system, without its path',
    fails(systemError(() => writeFileSync('/no/such/place', ''))),
    'ENOENT: no such file or directory',
  ],
  ['a failed build', fails(new RoundError('it ended with exit code 3')), 'it ended with exit code 3'],
  ['an unknown error, of which nothing is said', fails(new TypeError('/home/somebody')), 'see the log'],
  ['a build that never ends', () => new Promise(() => undefined), 'it took longer than 1 s'],
  [
    'a build that removes the directory of all',
    async () => rmSync(root, { recursive: true }),
    'ENOENT: no such file or directory',
  ],
])('the round after one that failed: %s', async (_, build, reason) => {
  const { shown, reasons } = await rounds([build, good]);
  expect(reasons).toEqual([`no site yet; builds: 1 failed, the last one: ${reason}`, null]);
  expect(shown).toEqual([2]);
});

test('a directory that cannot be made is tried again', async () => {
  const { shown, reasons } = await rounds([good, good], (number) => {
    rmSync(root, { recursive: true });
    if (number === 1) writeFileSync(root, 'a file where the directory should be');
  });
  expect(reasons[0]).toMatch(/EEXIST|ENOTDIR/);
  expect(shown).toEqual([2]);
});

test('failed rounds are tried again after one minute, two, four, and at most the interval', async () => {
  const bad = fails(new Error('no'));
  const { pauses } = await rounds([good, bad, bad, bad, bad, bad, bad, good, bad]);
  expect(pauses.map((ms) => ms / 60_000)).toEqual([10, 1, 2, 4, 8, 10, 10, 10, 1]);
});
