import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runNode } from './build-process.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'process-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const never = new AbortController().signal;
function script(text: string): string {
  const path = join(directory, 'script.mjs');
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs'; import { spawn } from 'node:child_process';\n${text}`,
  );
  return path;
}
const at = (name: string): string => join(directory, name);
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (check: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !check(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(check()).toBe(true);
};
const pid = (name: string): number => {
  try {
    return Number(readFileSync(at(name), 'utf8'));
  } catch {
    return 0;
  }
};

test('says how a script ended', async () => {
  expect(await runNode([script('process.exit(3)')], process.env, never)).toEqual({ code: 3, signal: null });
  const killed = script(`process.kill(process.pid, 'SIGKILL')`);
  expect(await runNode([killed], process.env, never)).toEqual({ code: null, signal: 'SIGKILL' });
});

test('what the script left running ends with it', async () => {
  const path = script(`
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(${JSON.stringify(at('pid'))}, String(child.pid));
    process.exit(0);`);
  expect((await runNode([path], process.env, never)).code).toBe(0);
  await until(() => !isAlive(pid('pid')));
});

test('a script that ends for no signal, and what it started, are killed', async () => {
  const controller = new AbortController();
  const path = script(`
    process.on('SIGTERM', () => {});
    const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ['-e', deaf], { stdio: 'ignore' });
    writeFileSync(${JSON.stringify(at('pid'))}, String(child.pid));
    setInterval(() => {}, 1000);`);
  const running = runNode([path], process.env, controller.signal, 200);
  await until(() => pid('pid') > 0);
  controller.abort();
  expect(await running).toEqual({ code: null, signal: 'SIGKILL' });
  await until(() => !isAlive(pid('pid')));
});

test('a process that the system does not start is an error', async () => {
  const env = { ...process.env, TOO_LONG: 'x'.repeat(4 * 1024 * 1024) };
  await expect(runNode([script('')], env, never)).rejects.toThrow('E2BIG');
});

test('nothing is started when the end was told before', async () => {
  await expect(runNode([script('')], process.env, AbortSignal.abort())).rejects.toThrow(/abort/i);
});
