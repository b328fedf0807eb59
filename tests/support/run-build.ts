import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Report } from '../../src/report/schema/report.ts';
import { COMPILE_CACHE } from './compile-cache.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Node's arguments for a command of the project. */
export const commandLine = (command: string): string[] => [join(project, 'scripts/monitor.ts'), command];

/** Runs one command of the project as a user does, with only the given settings. */
export function runCommand(
  command: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  cwd = project,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...commandLine(command), ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    killWithTest(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A command that does not end must not outlive the test that timed out on it, nor the test file. */
function killWithTest(child: ChildProcess): void {
  const kill = (): unknown => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  try {
    onTestFinished(() => void kill());
  } catch {
    // Started by a hook of the file.
  }
}

/** A temporary directory with settings that keep a build inside it; nothing listens at the API's address. */
export interface Workplace {
  readonly directory: string;
  readonly path: (name: string) => string;
  readonly build: (env: Readonly<Record<string, string>>, args?: readonly string[]) => Promise<Ended>;
  readonly report: () => Promise<Report>;
  readonly remove: () => Promise<void>;
}

export async function workplace(): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), 'monitor-test-'));
  const path = (name: string): string => join(directory, name);
  return {
    directory,
    path,
    build: (env, args = ['--quiet']) =>
      runCommand('build', { ARCHIVE_DIR: path('archive'), OUT_DIR: path('dist'), ...env }, args, directory),
    report: async () => JSON.parse(await readFile(path('dist/latest.json'), 'utf8')) as Report,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
