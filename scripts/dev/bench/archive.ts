import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openArchive } from '../../../src/archive/archive.ts';
import { encodeReport } from '../../../src/archive/archived-file.ts';
import { writeSimulatedLogs } from '../../../src/ingest/sources/simulated/simulate.ts';
import type { Report } from '../../../src/report/schema/report.ts';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { type BenchRow, runOnce } from './measure.ts';
import { inDirectory } from './report-run.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 1, 20, 12);

/** Measures a build with ten years of reports, the size of its site, and the cost of one more report. */
export async function benchArchive(runs = 3_650): Promise<readonly BenchRow[]> {
  return await inDirectory('archive', async (directory) => {
    const archiveDir = join(directory, 'archive');
    writeRuns(archiveDir, runs - 1);
    const cold = timed(() => openArchive(archiveDir));
    const logs = await writeSimulatedLogs({
      directory: join(directory, 'logs'),
      now: NOW,
      seed: 1,
      weeks: 1,
      referenceRows: 300,
    });
    const build = () =>
      runOnce({
        argv: [
          join(project, 'node_modules/.bin/node'),
          join(project, 'scripts/monitor.ts'),
          'build',
          '--quiet',
        ],
        cwd: project,
        env: {
          PREDICTIONS_LOG: logs.predictions,
          API_REQUESTS_LOG: logs.requests,
          REFERENCE_DATA_PATH: logs.reference,
          NOW: new Date(NOW).toISOString(),
          ARCHIVE_DIR: archiveDir,
          OUT_DIR: join(directory, 'dist'),
        },
      });
    const { seconds, peakMb } = await build();
    const warm = timed(() => openArchive(archiveDir));
    const site = await sizeOf(join(directory, 'dist'));
    const bytes = async (path: string): Promise<number> => (await stat(join(archiveDir, path))).size;
    const newest = await bytes('reports/2026-02-20.json');
    const beside = (await bytes('observations/2026-02-20.json')) + (await bytes('index.json')) / runs;
    const row = (what: string, ours: string, target: string): BenchRow => ({
      what: `${runs.toLocaleString('en')} runs: ${what}`,
      ours,
      peer: '',
      ratio: '',
      target,
    });
    return [
      row('whole build', `${seconds.toFixed(1)} s, peak ${peakMb?.toFixed(0) ?? '?'} MB`, '≤ 60 s'),
      row('archive opened without its index', `${cold.toFixed(1)} s`, ''),
      row('archive opened with its index', `${warm.toFixed(1)} s`, ''),
      row('size of the site', `${(site.bytes / 1e6).toFixed(0)} MB`, '≤ 1,000 MB'),
      row('files of the site', site.files.toLocaleString('en'), '≤ 200,000'),
      row('report of one run', `${(newest / 1e3).toFixed(1)} kB`, '≤ 50 kB'),
      row('a run adds, with observations and index', `${((newest + beside) / 1e3).toFixed(1)} kB`, '≤ 50 kB'),
    ];
  });
}

/** Writes the files directly, because the archive's 3,650 fsync calls would dominate. */
function writeRuns(archiveDir: string, count: number): void {
  const reports = join(archiveDir, 'reports');
  mkdirSync(reports, { recursive: true });
  const seeds = Array.from({ length: 20 }, (_, seed) =>
    fixtureReport({
      seed: seed + 1,
      rows: 1_200,
      shift: seed % 5 === 0 ? 1 : 0.1,
      errors: seed % 7 === 0 ? 0.03 : 0.004,
    }),
  );
  for (let back = 1; back <= count; back++) {
    const report = seeds[back % seeds.length];
    if (report === undefined) continue;
    const run = movedBack(report, back);
    writeFileSync(join(reports, `${run.id}.json`), encodeReport(run, { inputsHash: String(back) }));
  }
}

/** Moves a report back by a number of days. */
function movedBack(report: Report, days: number): Report {
  const earlier = (time: string): string => new Date(Date.parse(time) - days * DAY_MS).toISOString();
  const generatedAt = earlier(report.generatedAt);
  const window = { ...report.window, start: earlier(report.window.start), end: earlier(report.window.end) };
  return { ...report, id: generatedAt.slice(0, 10), generatedAt, window };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

async function sizeOf(directory: string): Promise<{ readonly files: number; readonly bytes: number }> {
  let files = 0;
  let bytes = 0;
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { files, bytes };
}
