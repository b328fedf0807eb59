import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateLogs } from './generate-logs.ts';
import { type BenchRow, runOnce } from './measure.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const PEER = join(project, '../shared/peers/evidently_bench.py');
const NOW = Date.UTC(2026, 1, 20, 12);
const REFERENCE_ROWS = 1_000;

/**
 * The whole build (logs to published site) of a million predictions beside pandas and Evidently's drift preset on the
 * same file. The peer needs Python with `evidently`; `PEER_PYTHON` names another interpreter than python3.
 */
export async function benchEvidently(rows = 1_000_000): Promise<readonly BenchRow[]> {
  const python = process.env['PEER_PYTHON'] ?? 'python3';
  const what = `whole build of ${rows.toLocaleString('en')} predictions, against Evidently's report`;
  const skipped = (why: string): readonly BenchRow[] => [
    { what, ours: '–', peer: `skipped: ${why}`, ratio: '–', target: '≤ 0.05 ×' },
  ];
  if (!existsSync(PEER)) return skipped('../shared/peers is not on this machine');
  if (spawnSync(python, ['-c', 'import evidently']).status !== 0)
    return skipped(`${python} has no evidently`);
  const directory = await mkdtemp(join(tmpdir(), 'bench-evidently-'));
  try {
    const { predictions } = await generateLogs({ directory, rows, now: NOW });
    const reference = join(directory, 'reference.csv');
    await writeReference(predictions, reference);
    const ours = await runOnce({
      argv: [process.execPath, join(project, 'scripts/build.ts'), '--quiet'],
      cwd: directory,
      env: {
        PREDICTIONS_LOG: predictions,
        REFERENCE_DATA_PATH: reference,
        NOW: new Date(NOW).toISOString(),
        ARCHIVE_DIR: join(directory, 'archive'),
        OUT_DIR: join(directory, 'dist'),
      },
    });
    const peer = await runOnce({ argv: [python, PEER, predictions, reference, join(directory, 'out.html')] });
    const memory = (mb: number | null): string => (mb === null ? 'unknown' : `${mb.toFixed(0)} MB`);
    return [
      {
        what,
        ours: `${ours.seconds.toFixed(1)} s`,
        peer: `${peer.seconds.toFixed(1)} s`,
        ratio: `${(ours.seconds / peer.seconds).toFixed(3)} ×`,
        target: '≤ 0.05 ×',
      },
      {
        what: `${what}: peak memory`,
        ours: memory(ours.peakMb),
        peer: memory(peer.peakMb),
        ratio: `${((ours.peakMb ?? Number.NaN) / (peer.peakMb ?? Number.NaN)).toFixed(2)} ×`,
        target: '≤ 0.2 ×',
      },
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A reference with the log's own columns: the inputs of its first rows. */
async function writeReference(log: string, path: string): Promise<void> {
  const file = await open(log);
  const rows: Record<string, unknown>[] = [];
  for await (const line of file.readLines()) {
    rows.push((JSON.parse(line) as { input: Record<string, unknown> }).input);
    if (rows.length === REFERENCE_ROWS) break;
  }
  const names = Object.keys(rows[0] ?? {});
  const cell = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(','));
  await writeFile(path, `${names.map(cell).join(',')}\n${lines.join('\n')}\n`);
}
