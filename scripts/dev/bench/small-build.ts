import { appendFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSimulatedLogs } from '../../../src/ingest/sources/simulated/simulate.ts';
import { alternate, type BenchRow, median } from './measure.ts';
import { inDirectory } from './report-run.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const RUNS = 5;
const ONE_WEEK = { weeks: 1, referenceRows: 300 };
const ROWS_PER_SEED = 130;

/** Compares a complete build of a small log with the build of an Astro project with one empty page. */
export async function benchSmallBuild(predictions = 1_170): Promise<readonly BenchRow[]> {
  return await inDirectory('small', async (directory) => {
    const empty = join(directory, 'empty');
    await mkdir(join(empty, 'src/pages'), { recursive: true });
    await symlink(join(project, 'node_modules'), join(empty, 'node_modules'));
    await writeFile(join(empty, 'package.json'), '{"name":"empty","type":"module","private":true}\n');
    await writeFile(join(empty, 'src/pages/index.astro'), '<html lang="en"><title>Empty</title></html>\n');
    const now = Date.UTC(2026, 1, 20, 12);
    const logs = await smallLogs(directory, now, predictions / ROWS_PER_SEED);
    const node = join(project, 'node_modules/.bin/node');
    const { a, b } = await alternate(
      {
        argv: [node, join(project, 'scripts/monitor.ts'), 'build', '--quiet'],
        cwd: project,
        env: {
          PREDICTIONS_LOG: logs.predictions,
          API_REQUESTS_LOG: logs.requests,
          REFERENCE_DATA_PATH: logs.reference,
          NOW: new Date(now).toISOString(),
          ARCHIVE_DIR: join(directory, 'archive'),
          OUT_DIR: join(directory, 'dist'),
        },
      },
      {
        argv: [node, join(project, 'node_modules/astro/bin/astro.mjs'), 'build'],
        cwd: empty,
        env: { ASTRO_TELEMETRY_DISABLED: '1' },
      },
      RUNS,
    );
    const ours = median(a.map((run) => run.seconds));
    const peer = median(b.map((run) => run.seconds));
    const ratios = a.map((run, i) => run.seconds / (b[i]?.seconds ?? Number.NaN));
    return [
      {
        what: `whole build, ${predictions.toLocaleString('en')} predictions, against an empty Astro site`,
        ours: `${ours.toFixed(2)} s`,
        peer: `${peer.toFixed(2)} s`,
        ratio: `${median(ratios).toFixed(2)} ×`,
        target: '≤ 2 ×',
      },
    ];
  });
}

/** Writes simulated weeks of several seeds to one pair of logs, with the reference of the first. */
async function smallLogs(directory: string, now: number, seeds: number) {
  const logs = await writeSimulatedLogs({ directory, now, seed: 1, ...ONE_WEEK });
  for (let seed = 2; seed <= seeds; seed++) {
    const more = await writeSimulatedLogs({
      directory: join(directory, String(seed)),
      now,
      seed,
      ...ONE_WEEK,
    });
    await appendFile(logs.predictions, await readFile(more.predictions));
    await appendFile(logs.requests, await readFile(more.requests));
  }
  return logs;
}
