import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOwnFigures } from './own-figures.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'own-figures-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const sql = (id: string, label = `Label of ${id}`): string =>
  `-- id: ${id}\n-- label: ${label}\n-- unit: share\nselect 1 as value, 9 as leads`;
const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
const read = (value: string | null = directory) =>
  readOwnFigures({ cwd: directory, figures: { variable: 'FIGURES_DIR', value, fallback: 'data/figures' } });
const faults = async (): Promise<Record<string, string | null>> =>
  Object.fromEntries((await read()).map(({ file, fault }) => [file, fault]));

test('every .sql file is a figure, by name; hidden and other files are none', async () => {
  for (const id of ['b', 'a']) write(`${id}.sql`, sql(id));
  write('.c.sql', sql('c'));
  write('README.md', '# Figures');
  const figures = await read();
  expect(figures.map(({ header, fault }) => [header.id, fault])).toEqual([
    ['a', null],
    ['b', null],
  ]);
});

test('the default directory need not be there, one that was set must', async () => {
  expect(await read(null)).toEqual([]);
  await expect(read('nowhere')).rejects.toMatchObject({ code: 'figures-unreadable', exitCode: 2 });
  write('file', '');
  await expect(read('file')).rejects.toThrow(/FIGURES_DIR: .*cannot be listed \(ENOTDIR\)/);
});

test('no figure takes the id or the label of another one', async () => {
  write('1.sql', sql('traffic'));
  write('2.sql', sql('mine', 'success RATE'));
  write('3.sql', sql('twice', 'First'));
  write('4.sql', sql('twice', 'Second'));
  write('5.sql', sql('third', 'first'));
  expect(await faults()).toEqual({
    '1.sql': 'id: "traffic" is the id of a figure of this program',
    '2.sql': 'label: another figure has the same',
    '3.sql': null,
    '4.sql': 'id: "twice" is the id of 3.sql, too',
    '5.sql': 'label: another figure has the same',
  });
  const ids = (await read()).map(({ header }) => header.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what is no file to be read has a fault: pipes, devices, directories, loops, links to nowhere', async () => {
  execFileSync('mkfifo', [join(directory, 'pipe.sql')]);
  symlinkSync('/dev/zero', join(directory, 'device.sql'));
  mkdirSync(join(directory, 'directory.sql'));
  symlinkSync('loop.sql', join(directory, 'loop.sql'));
  symlinkSync('nowhere', join(directory, 'nowhere.sql'));
  write('large.sql', `${sql('large')} -- ${'x'.repeat(65_536)}`);
  write('nul.sql', `${sql('nul')}\0`);
  write('empty.sql', '');
  write('real.txt', sql('linked'));
  symlinkSync('real.txt', join(directory, 'linked.sql'));
  expect(await faults()).toEqual({
    'pipe.sql': 'it is no regular file (a pipe, socket or device)',
    'device.sql': 'it is no regular file (a pipe, socket or device)',
    'directory.sql': 'it is a directory',
    'loop.sql': 'it is a loop of links',
    'nowhere.sql': 'the link leads nowhere',
    'large.sql': 'it is larger than 64 kB',
    'nul.sql': 'it holds a NUL character',
    'empty.sql': 'the header has no "id", such as -- id: no-companysize',
    'linked.sql': null,
  });
});

test('of 10,000 files the first 50 are read, and it is said', async () => {
  for (let i = 0; i < 10_000; i++) write(`${String(i).padStart(5, '0')}.sql`, i < 60 ? sql(`f${i}`) : '');
  const figures = await read();
  expect(figures).toHaveLength(51);
  expect(figures.at(-1)).toMatchObject({
    header: { id: 'file-more' },
    fault: 'there are 10,000 files; the first 50 by name are computed',
  });
});
