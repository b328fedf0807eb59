import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitGlob } from './split-glob.ts';

test.each([
  ['/a/b/c.jsonl', '/a/b/c.jsonl', null],
  ['/a/b/*.jsonl', '/a/b', '*.jsonl'],
  ['/a/{b,c/d}/x', '/a', '{b,c/d}/x'],
  ['/**/x', '/', '**/x'],
])('%s', (path, base, pattern) => {
  expect(splitGlob(path)).toEqual({ base, pattern });
});

test('what is there under its very name is no wildcard', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glob-'));
  mkdirSync(join(directory, '[prod]/a*b'), { recursive: true });
  const base = join(directory, '[prod]/a*b');
  expect(splitGlob(join(base, '*.jsonl'))).toEqual({ base, pattern: '*.jsonl' });
  expect(splitGlob(base)).toEqual({ base, pattern: null });
  expect(splitGlob(join(directory, '[test]/x'))).toEqual({ base: directory, pattern: '[test]/x' });
  rmSync(directory, { recursive: true });
});
