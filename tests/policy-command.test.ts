import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from './support/built-site.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'policy-'));
  file = join(directory, 'policy.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

const policy = (...args: string[]) => run('policy', args, {});
const write = (value: unknown): void => writeFileSync(file, JSON.stringify(value, null, '\t'));

const data = fileURLToPath(new URL('../data/', import.meta.url));
const shipped = () =>
  readdirSync(data).map((name) => [name, statSync(join(data, name)).mtimeMs, statSync(join(data, name)).ino]);

test('--help and a wrong flag write nothing', async () => {
  const before = shipped();
  expect(await policy('--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--upgrade FILE'),
  });
  for (const flags of [['--halp'], ['--write'], ['--keep', 'drift.redShare']]) {
    expect(await policy(...flags)).toMatchObject({ code: 2, stderr: expect.stringContaining('bad-flag') });
  }
  expect(shipped()).toEqual(before);
});

describe('--upgrade', () => {
  test('prints the file and leaves it as it is, unless it is told to write', async () => {
    write({ mail: { when: 'on-red' }, drift: { redShare: 0.4 } });
    const before = readFileSync(file, 'utf8');
    const printed = await policy('--upgrade', file);
    expect(printed.code).toBe(0);
    expect(JSON.parse(printed.stdout)).toEqual({
      mail: { when: 'on-red' },
      alerts: { 'data-drift': { threshold: 0.4 } },
    });
    expect(printed.stderr).toContain('drift.redShare is alerts.data-drift.threshold now');
    expect(readFileSync(file, 'utf8')).toBe(before);

    expect((await policy('--upgrade', file, '--write')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(
      '{\n\t"mail": {\n\t\t"when": "on-red"\n\t},\n\t"alerts": {\n\t\t"data-drift": {\n\t\t\t"threshold": 0.4\n\t\t}\n\t}\n}\n',
    );
    expect(readdirSync(directory)).toEqual(['policy.json']);
  });

  test('asks for a choice where keys differ that are one now', async () => {
    write({ drift: { redShare: 0.4 }, retraining: { driftShare: 0.6 } });
    const before = readFileSync(file, 'utf8');
    const asked = await policy('--upgrade', file, '--write');
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--keep drift.redShare   0.4') });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect((await policy('--upgrade', file, '--write', '--keep', 'retraining.driftShare')).code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ alerts: { 'data-drift': { threshold: 0.6 } } });
  });

  test('refuses what is still wrong once the names are right, and what is no policy', async () => {
    write({ drift: { redShare: 4 } });
    expect(await policy('--upgrade', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('alerts.data-drift.threshold'),
    });
    write([]);
    expect((await policy('--upgrade', file)).code).toBe(2);
    expect((await policy('--upgrade', join(directory, 'gone.json'))).code).toBe(2);
  });
});

test('--show prints every key in force', async () => {
  write({ alerts: { 'model-age': { threshold: 6 } } });
  const { stdout } = await policy('--show', file);
  expect(JSON.parse(stdout)).toMatchObject({
    alerts: { 'model-age': { threshold: 6, owner: 'Data science' }, 'data-drift': { threshold: 0.5 } },
  });
});
