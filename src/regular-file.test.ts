import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRegularFile, readRegularFileSync } from './regular-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'regular-file-'));
const at = (name: string): string => join(directory, name);
execFileSync('mkfifo', [at('pipe')]);
writeFileSync(at('file'), 'text');
symlinkSync('file', at('link'));
symlinkSync('pipe', at('link-to-pipe'));
symlinkSync('loop', at('loop'));
afterAll(() => rmSync(directory, { recursive: true }));

test.each([
  ['a pipe', at('pipe'), 'ENOTREG'],
  ['a link to a pipe', at('link-to-pipe'), 'ENOTREG'],
  ['a device without end', '/dev/zero', 'ENOTREG'],
  ['a directory', directory, 'EISDIR'],
  ['a loop of links', at('loop'), 'ELOOP'],
  ['nothing', at('absent'), 'ENOENT'],
])('%s is refused at once', async (_, path, code) => {
  await expect(readRegularFile(path)).rejects.toMatchObject({ code });
  expect(() => readRegularFileSync(path)).toThrow(expect.objectContaining({ code }));
});

test('a file is read, also by a link', async () => {
  for (const path of [at('file'), at('link')]) {
    expect((await readRegularFile(path)).toString()).toBe('text');
    expect(readRegularFileSync(path).toString()).toBe('text');
  }
});
