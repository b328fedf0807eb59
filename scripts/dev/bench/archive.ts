import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeReport } from '../../../src/archive/archived-file.ts';
import { writeSimulatedLogs } from '../../../src/ingest/sources/simulated/simulate.ts';
import type { Report } from '../../../src/report/schema/report.ts';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { alternate, type BenchRow, runOnce } from './measure.ts';
import { buildCommand, comparisonRow, emptyAstro, firstRow, inDirectory, NOW } from './report-run.ts';

const DAY_MS = 86_400_000;

const RUNS = 5;

/** Compares builds with a year and with ten years of reports with an empty Astro site. */
export async function benchArchive(): Promise<readonly BenchRow[]> {
  return [...(await benchReports(365, 8)), ...(await benchReports(3_650, 35))];
}

function benchReports(reports: number, limit: number): Promise<readonly BenchRow[]> {
  return inDirectory('archive', async (directory) => {
    const archiveDir = join(directory, 'archive');
    writeReports(archiveDir, reports - 1);
    const logs = await writeSimulatedLogs({
      directory: join(directory, 'logs'),
      now: NOW,
      seed: 1,
      weeks: 1,
      referenceRows: 300,
    });
    const build = buildCommand(directory, logs);
    const first = await runOnce(build);
    const runs = await alternate(build, await emptyAstro(directory), RUNS);
    const site = await sizeOf(join(directory, 'dist'));
    const bytes = async (path: string): Promise<number> => (await stat(join(archiveDir, path))).size;
    const added =
      (await bytes('reports/2026-02-20.json')) +
      (await bytes('observations/2026-02-20.json')) +
      (await bytes('index.json')) / reports;
    const count = reports.toLocaleString('en');
    const size = `${(site.bytes / 1e6).toFixed(0)} MB, ${site.files.toLocaleString('en')} files; a report adds ${(added / 1e3).toFixed(0)} kB to the archive`;
    return [
      comparisonRow(
        `${count} archived reports, whole build (${size}), against an empty Astro site`,
        runs,
        limit,
      ),
      firstRow('the first of them, which validates every report', first, runs),
    ];
  });
}

/** Writes the files directly, because the archive's 3,650 fsync calls would dominate. */
function writeReports(archiveDir: string, count: number): void {
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
