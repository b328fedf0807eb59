import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeneratedLogs } from './generate-logs.ts';
import { type BenchRow, type Command, type Measured, median, type Pair } from './measure.ts';

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
    OBSERVATIONS_PATH: '',
    API_BASE_URL: '',
    MODEL_PATH: '',
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
  env: {
    ...environment(directory, inputs),
    // Replayed: no requests and no model benchmark, so that only the path from logs to figures is measured.
    OBSERVATIONS_PATH: join(project, 'scripts/dev/bench/no-observations.json'),
  },
});

/** Runs logs to the published site, with everything that is switched on by default: what `npm run build` starts. */
export const buildCommand = (directory: string, inputs: ReportInputs): Command => ({
  argv: [process.execPath, join(project, 'scripts/launch.mjs'), 'build', '--quiet'],
  cwd: directory,
  env: environment(directory, inputs),
});

/** Runs DuckDB's `create table as select * from read_json(…)` on the same files, into a new database on disk. */
export const duckdbCommand = (directory: string, { predictions, requests }: GeneratedLogs): Command => ({
  argv: [
    process.execPath,
    join(project, 'scripts/dev/bench/duckdb-side.ts'),
    join(directory, 'peer.duckdb'),
    predictions,
    requests,
  ],
});

/** Makes an Astro project with one empty page, and builds it. */
export async function emptyAstro(directory: string): Promise<Command> {
  const empty = join(directory, 'empty');
  await mkdir(join(empty, 'src/pages'), { recursive: true });
  await symlink(join(project, 'node_modules'), join(empty, 'node_modules'));
  await writeFile(join(empty, 'package.json'), '{"name":"empty","type":"module","private":true}\n');
  await writeFile(join(empty, 'src/pages/index.astro'), '<html lang="en"><title>Empty</title></html>\n');
  return {
    argv: [process.execPath, join(project, 'node_modules/astro/bin/astro.mjs'), 'build'],
    cwd: empty,
    env: { ASTRO_TELEMETRY_DISABLED: '1' },
  };
}

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

/** A row of peaks of memory: ours, the peer's, and a limit in MB; null where there is none. */
export function memoryRow(
  what: string,
  ours: readonly Measured[],
  peer: readonly Measured[],
  limitMb: number | null,
): BenchRow {
  const peak = (runs: readonly Measured[]): number | null =>
    runs.reduce<number | null>(
      (most, { peakMb }) => (peakMb === null ? most : Math.max(most ?? 0, peakMb)),
      null,
    );
  const own = peak(ours);
  const times = own === null ? '' : ratio(own, peak(peer) ?? Number.NaN);
  const target =
    limitMb === null
      ? ''
      : targetWords(`≤ ${limitMb.toLocaleString('en')} MB`, own === null || own <= limitMb);
  return row(what, megabytes(own), megabytes(peak(peer)), times, target);
}

/** A row of the medians of two commands that ran in turn, with the median of their ratios held against a limit. */
export function comparisonRow(what: string, { a, b }: Pair, limit: number): BenchRow {
  const middle = (runs: readonly Measured[]): number => median(runs.map((run) => run.seconds));
  const ratios = (of: (run: Measured) => number | null): number =>
    median(a.map((run, i) => (of(run) ?? Number.NaN) / (of(b[i] ?? run) ?? Number.NaN)));
  const times = ratios((run) => run.seconds);
  const cpu = ratios((run) => run.cpuSeconds);
  return row(
    what,
    seconds(middle(a)),
    seconds(middle(b)),
    `${times.toFixed(2)} ×${Number.isNaN(cpu) ? '' : ` (CPU ${cpu.toFixed(1)} ×)`}`,
    targetWords(`≤ ${limit} ×`, times <= limit),
  );
}

/** A row of the first run of a command, before those that are compared: it does what they find done. */
export function firstRow(what: string, first: Measured, { b }: Pair): BenchRow {
  const peer = b[0]?.seconds ?? Number.NaN;
  return row(what, seconds(first.seconds), seconds(peer), ratio(first.seconds, peer), '');
}

/** A target, and whether it was missed. */
export const targetWords = (target: string, met: boolean): string => `${target}${met ? '' : ', missed'}`;

export const ratio = (ours: number, peer: number): string => `${(ours / peer).toFixed(2)} ×`;

/** A table row. */
export const row = (what: string, ours: string, peer: string, times: string, target: string): BenchRow => ({
  what,
  ours,
  peer,
  ratio: times,
  target,
});
