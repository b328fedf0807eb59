import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '../../src/archive/archive.ts';
import { reportJson } from '../../src/archive/archived-file.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { commandLine } from './run-build.ts';

/** An archive, and the files of a built site that mail, notify and export need. */
export interface BuiltSite {
  readonly directory: string;
  readonly archiveDir: string;
  readonly outDir: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Archives reports as nightly builds, or the container's, would; the last is the newest of the site. */
export function builtSite(reports: readonly Report[], { provisional = false } = {}): BuiltSite {
  const directory = mkdtempSync(join(tmpdir(), 'built-'));
  const archiveDir = join(directory, 'archive');
  const outDir = join(directory, 'dist');
  const archive = openArchive(archiveDir);
  for (const report of reports) {
    if (!report.simulated) archive.save(report, { inputsHash: 'x', provisional });
    mkdirSync(join(outDir, 'reports', report.id), { recursive: true });
    writeFileSync(
      join(outDir, 'reports', report.id, 'index.html'),
      '<!doctype html><main id="content"></main>',
    );
    writeFileSync(join(outDir, 'latest.json'), reportJson(report));
  }
  return {
    directory,
    archiveDir,
    outDir,
    env: {
      ARCHIVE_DIR: archiveDir,
      OUT_DIR: outDir,
      SITE_URL: 'https://team.example',
      BASE_PATH: '/repo/',
      NOW: '2026-02-20T12:05:00Z',
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the project as npm does, with only the given environment. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const child = spawn(process.execPath, [...commandLine(command), ...args], {
    cwd: env['CWD'] ?? tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', ...COMPILE_CACHE, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
