import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeneratedLogs } from './generate-logs.ts';
import type { BenchRow, Command } from './measure.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
export const NOW = Date.UTC(2026, 1, 20, 12);

/** Runs work with a temporary directory, which is removed afterwards. */
export async function inDirectory<T>(name: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), `bench-${name}-`));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export interface ReportInputs {
  readonly predictions: string;
  readonly requests: string | null;
  readonly reference: string;
  readonly cache?: string;
}

/** Environment that keeps a build inside a directory, independent of the caller's environment. */
function environment(directory: string, inputs: ReportInputs): Record<string, string> {
  return {
    PREDICTIONS_LOG: inputs.predictions,
    ...(inputs.requests === null ? {} : { API_REQUESTS_LOG: inputs.requests }),
    REFERENCE_DATA_PATH: inputs.reference,
    // Replayed observations: no requests and no model benchmark, so that only the path from logs to figures is measured.
    OBSERVATIONS_PATH: join(project, 'scripts/dev/bench/no-observations.json'),
    POLICY_PATH: '',
    STORE: '',
    NOW: new Date(NOW).toISOString(),
    ARCHIVE_DIR: join(directory, 'archive'),
    OUT_DIR: join(directory, 'dist'),
    CACHE_DIR: inputs.cache ?? '',
  };
}

/** Runs logs to `report.json`. */
export const reportCommand = (directory: string, inputs: ReportInputs): Command => ({
  argv: [process.execPath, join(project, 'scripts/dev/bench/report-side.ts'), join(directory, 'report.json')],
  cwd: directory,
  env: environment(directory, inputs),
});

/** Runs logs to the published site. */
export const buildCommand = (directory: string, inputs: ReportInputs): Command => ({
  argv: [process.execPath, join(project, 'scripts/monitor.ts'), 'build', '--quiet'],
  cwd: directory,
  env: environment(directory, inputs),
});

/** Runs DuckDB's `create table as select * from read_json(…)` on the same files. */
export const duckdbCommand = ({ predictions, requests }: GeneratedLogs): Command => ({
  argv: [process.execPath, join(project, 'scripts/dev/bench/duckdb-side.ts'), predictions, requests],
});

/** Writes a reference of 300 rows for `generateLogs`, against which most features drift. */
export async function writeReference(path: string, features: number): Promise<string> {
  const names = Array.from({ length: features }, (_, i) => `feature_${i}`);
  const rows = Array.from({ length: 300 }, (_, r) =>
    names.map((_, i) => (i % 3 === 0 ? ((r * 7) % 100) / 100 : `Category ${r % 3} of feature`)).join(),
  );
  await writeFile(path, `${names.join()}\n${rows.join('\n')}\n`);
  return path;
}

export const seconds = (value: number): string => `${value.toFixed(2)} s`;
export const megabytes = (value: number | null): string =>
  value === null ? 'unknown' : `${value.toFixed(0)} MB`;
export const ratio = (ours: number, peer: number): string => `${(ours / peer).toFixed(2)} ×`;

/** A table row; the target is marked where it was missed. */
export const row = (what: string, ours: string, peer: string, times: string, target: string): BenchRow => ({
  what,
  ours,
  peer,
  ratio: times,
  target,
});
