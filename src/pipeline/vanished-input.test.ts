import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inputError } from '../monitor-error.ts';
import { whileThere } from './vanished-input.ts';

function twoLogs(): readonly [string, string] {
  const directory = mkdtempSync(join(tmpdir(), 'vanished-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const files = [join(directory, 'a.jsonl'), join(directory, 'b.jsonl')] as const;
  for (const file of files) writeFileSync(file, '{}\n');
  return files;
}

test('a log that is rotated away while it is read is an unusable input, and no bug', async () => {
  const [kept, rotated] = twoLogs();
  const reading = whileThere([kept, rotated], async () => {
    rmSync(rotated);
    return await stat(rotated);
  });
  await expect(reading).rejects.toMatchObject({
    code: 'input-vanished',
    exitCode: 3,
    message: expect.stringContaining('b.jsonl'),
  });
});

test('other failures, and what has its own words, stay what they are', async () => {
  const [kept, rotated] = twoLogs();
  const bug = new Error('a bug');
  await expect(whileThere([kept], () => Promise.reject(bug))).rejects.toBe(bug);
  const own = inputError('empty-reference', 'It is empty.');
  rmSync(rotated);
  await expect(whileThere([rotated], () => Promise.reject(own))).rejects.toBe(own);
  await expect(whileThere([rotated], async () => 1)).resolves.toBe(1);
});
