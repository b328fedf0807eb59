import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateLogs } from './generate-logs.ts';
import { type BenchRow, runOnce } from './measure.ts';
import { inDirectory, megabytes, NOW, reportCommand, row } from './report-run.ts';

const PEER = fileURLToPath(new URL('../../../../shared/peers/evidently_bench.py', import.meta.url));
const REFERENCE_ROWS = 1_000;

/**
 * Compares a complete report of a million predictions with pandas and Evidently's drift preset on the same file. The peer
 * needs Python with `evidently`; `PEER_PYTHON` names an interpreter other than python3.
 */
export async function benchEvidently(rows = 1_000_000): Promise<readonly BenchRow[]> {
  const python = process.env['PEER_PYTHON'] ?? 'python3';
  const what = `${rows.toLocaleString('en')} predictions: log to report.json, against Evidently's report`;
  const skipped = (why: string): readonly BenchRow[] => [row(what, '–', `skipped: ${why}`, '–', '≤ 0.05 ×')];
  if (!existsSync(PEER)) return skipped('../shared/peers is not on this machine');
  if (spawnSync(python, ['-c', 'import evidently']).status !== 0) {
    return skipped(`${python} has no evidently`);
  }
  return await inDirectory('evidently', async (directory) => {
    const { predictions } = await generateLogs({ directory, rows, now: NOW });
    const reference = join(directory, 'reference.csv');
    await writeReference(predictions, reference);
    const ours = await runOnce(reportCommand(directory, { predictions, requests: null, reference }));
    const peer = await runOnce({ argv: [python, PEER, predictions, reference, join(directory, 'out.html')] });
    const share = (a: number | null, b: number | null): string =>
      `${((a ?? Number.NaN) / (b ?? Number.NaN)).toFixed(3)} ×`;
    return [
      row(
        what,
        `${ours.seconds.toFixed(1)} s`,
        `${peer.seconds.toFixed(1)} s`,
        share(ours.seconds, peer.seconds),
        '≤ 0.05 ×',
      ),
      row(
        `${what}: peak memory`,
        megabytes(ours.peakMb),
        megabytes(peer.peakMb),
        share(ours.peakMb, peer.peakMb),
        '≤ 0.2 ×',
      ),
    ];
  });
}

/** A reference made of the inputs of the log's first rows. */
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
