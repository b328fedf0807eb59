import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resolveLog } from './log-files.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'log-files-'));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string) => writeFile(path.join(directory, name), '{}\n');
const resolve = (value: string | null, fallback = 'logs/predictions.jsonl') =>
  resolveLog({ variable: 'PREDICTIONS_LOG', value, fallback }, directory);
const names = async (value: string) => {
  const log = await resolve(value);
  return log.present ? log.files.map((file) => path.relative(directory, file)) : null;
};

it('finds a file, relative or absolute', async () => {
  await write('a.jsonl');
  expect(await resolve('a.jsonl')).toEqual({
    present: true,
    location: 'a.jsonl',
    files: [path.join(directory, 'a.jsonl')],
  });
  expect(await names(path.join(directory, 'a.jsonl'))).toEqual(['a.jsonl']);
});

it('finds rotated files of a directory, sorted, and leaves others alone', async () => {
  await mkdir(path.join(directory, 'logs/old'), { recursive: true });
  for (const name of [
    'b.jsonl',
    'a.jsonl.gz',
    'a.log.1',
    'c.parquet',
    'd.csv',
    'e.jsonl.zst',
    'old/z.jsonl.2.gz',
  ]) {
    await write(`logs/${name}`);
  }
  for (const name of ['README.md', 'model.onnx', 'jsonl']) await write(`logs/${name}`);
  expect(await names('logs')).toEqual(
    ['a.jsonl.gz', 'a.log.1', 'b.jsonl', 'c.parquet', 'd.csv', 'e.jsonl.zst', 'old/z.jsonl.2.gz'].map(
      (n) => `logs/${n}`,
    ),
  );
});

it('expands a pattern, and takes a file whose name looks like one', async () => {
  for (const name of ['p-1.jsonl', 'p-2.jsonl', 'q.jsonl', 'p-[1].jsonl']) await write(name);
  expect(await names('p-?.jsonl')).toEqual(['p-1.jsonl', 'p-2.jsonl']);
  expect(await names('p-[1].jsonl')).toEqual(['p-[1].jsonl']);
  expect(await names('{q,p-1}.jsonl')).toEqual(['p-1.jsonl', 'q.jsonl']);
});

it('is absent where nothing was set and the default is not there', async () => {
  expect(await resolve(null)).toEqual({ present: false, location: 'logs/predictions.jsonl' });
  await mkdir(path.join(directory, 'empty'));
  expect(await resolve(null, 'empty')).toEqual({ present: false, location: 'empty' });
});

it.each(['none.jsonl', 'none-*.jsonl', 'none/none.jsonl', 'x'.repeat(5000)])(
  'names the variable and the path where a set one is not there: %s',
  async (value) => {
    await expect(resolve(value)).rejects.toMatchObject({ code: 'log-not-found', exitCode: 2 });
    await expect(resolve(value)).rejects.toThrow(`PREDICTIONS_LOG: ${value}`);
  },
);

it('refuses a set directory without logs', async () => {
  await mkdir(path.join(directory, 'empty'));
  await expect(resolve('empty')).rejects.toMatchObject({ exitCode: 2 });
});

it('explains a loop of links and does not follow one below a directory', async () => {
  await symlink('self', path.join(directory, 'self'));
  await expect(resolve('self')).rejects.toThrow('loop of symbolic links');
  await mkdir(path.join(directory, 'logs'));
  await write('logs/a.jsonl');
  await symlink('.', path.join(directory, 'logs/again'));
  await symlink('a.jsonl', path.join(directory, 'logs/twin.jsonl'));
  await symlink('nowhere', path.join(directory, 'logs/dangling.jsonl'));
  expect(await names('logs')).toEqual(['logs/a.jsonl']);
  expect(await names('logs/**/*.jsonl')).toEqual(['logs/a.jsonl']);
});

it('does not wait on a pipe', async () => {
  execFileSync('mkfifo', [path.join(directory, 'pipe.jsonl')]);
  await expect(resolve('pipe.jsonl')).rejects.toMatchObject({ code: 'log-unreadable', exitCode: 3 });
  await expect(resolve('/dev/null')).rejects.toThrow('neither a file nor a directory');
  await write('a.jsonl');
  expect(await names('*.jsonl')).toEqual(['a.jsonl']);
});

it.skipIf(process.getuid?.() === 0)('says that a file cannot be read', async () => {
  await write('secret.jsonl');
  await chmod(path.join(directory, 'secret.jsonl'), 0);
  await expect(resolve('secret.jsonl')).rejects.toThrow('permission denied');
});
