import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchRow, median, runOnce } from './measure.ts';
import { buildCommand, memoryRow, row, seconds, targetWords } from './report-run.ts';

const PEER = fileURLToPath(new URL('../../../../shared/peers/evidently_bench.py', import.meta.url));
const REFERENCE_ROWS = 1_000;
/** The peer takes minutes and runs once. */
const RUNS = 3;
const LIMIT = 0.05;

/**
 * Compares whole builds of a log of predictions with pandas and Evidently's drift preset on the same file. The peer needs
 * Python with `evidently`; `PEER_PYTHON` names an interpreter other than python3.
 */
export async function measureEvidently(directory: string, predictions: string): Promise<readonly BenchRow[]> {
  const python = process.env['PEER_PYTHON'] ?? 'python3';
  const what = "whole build of the predictions alone, against Evidently's report of them";
  const target = `≤ ${LIMIT} × (20 times as fast)`;
  const skipped = (why: string): readonly BenchRow[] => [row(what, '–', `not measured: ${why}`, '–', target)];
  if (!existsSync(PEER)) return skipped('../shared/peers is not on this machine');
  if (spawnSync(python, ['-c', 'import evidently']).status !== 0)
    return skipped(`${python} has no evidently`);
  const reference = join(directory, 'evidently.csv');
  await writeReference(predictions, reference);
  const ours = [];
  for (let run = 0; run < RUNS; run++) {
    ours.push(await runOnce(buildCommand(directory, { predictions, requests: null, reference })));
  }
  const peer = await runOnce({ argv: [python, PEER, predictions, reference, join(directory, 'out.html')] });
  const taken = median(ours.map((run) => run.seconds));
  const times = taken / peer.seconds;
  return [
    row(
      what,
      seconds(taken),
      seconds(peer.seconds),
      `${times.toFixed(3)} × (${(1 / times).toFixed(0)} times as fast)`,
      targetWords(target, times <= LIMIT),
    ),
    memoryRow('their peak memory', ours, [peer], null),
  ];
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
