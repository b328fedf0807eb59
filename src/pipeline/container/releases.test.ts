import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildForEver, parseInterval } from './releases.ts';

test.each([
  ['30m', 1_800_000],
  ['1d', 86_400_000],
  ['90s', 90_000],
  ['0s', null],
  ['1', null],
  ['-1h', null],
  ['1w', null],
  ['', null],
])('REBUILD_EVERY=%s', (text, ms) => {
  expect(parseInterval(text)).toBe(ms);
});

test('only whole sites are shown, failures leave the last one, and old ones go', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sites-'));
  await mkdir(join(root, 'left-by-another-run'));
  const controller = new AbortController();
  const shown: string[] = [];
  const log: string[] = [];
  const outcomes = [true, false, true, true, true];
  await buildForEver({
    root,
    build: async (outDir) => {
      await mkdir(outDir);
      const good = outcomes.shift() ?? false;
      if (outcomes.length === 0) controller.abort();
      return good;
    },
    finish: async () => undefined,
    show: (outDir) => shown.push(outDir.slice(root.length + 1)),
    sleep: async () => undefined,
    intervalMs: 1,
    signal: controller.signal,
    report: (message) => log.push(message),
  });
  expect(shown).toEqual(['1', '3', '4', '5']);
  expect(log[1]).toBe('Build 2 failed; what was shown before is shown still.');
  expect(readdirSync(root).sort()).toEqual(['4', '5']);
  rmSync(root, { recursive: true });
});
