import { createHash } from 'node:crypto';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { readRegularFile } from '../../regular-file.ts';
import type { Payload } from '../profile/payloads.ts';
import { whereWritable } from '../write-file.ts';
import type { RowResult } from './score-rows.ts';

/** The results of an interrupted run, one line each, beside its output. It holds scores and reasons; no lead. */
export interface ScoreProgress {
  readonly known: ReadonlyMap<number, RowResult>;
  add(row: number, result: RowResult): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Opens the progress of the same rows sent to the same address; that of others is begun anew.
 *
 * @param path of the progress file.
 * @throws MonitorError `output-unwritable` (exit code 2).
 */
export async function openProgress(
  path: string,
  url: string,
  rows: readonly Payload[],
): Promise<ScoreProgress> {
  const run = createHash('sha256')
    .update(JSON.stringify([url, rows]))
    .digest('hex');
  const known = await readKnown(path, run);
  if (known.size === 0)
    await whereWritable(path, () => writeFile(path, `${JSON.stringify({ run })}\n`, { mode: 0o600 }));
  return {
    known,
    add: (row, result) =>
      whereWritable(path, () => appendFile(path, `${JSON.stringify({ row, ...result })}\n`)),
    remove: () => rm(path, { force: true }),
  };
}

async function readKnown(path: string, run: string): Promise<Map<number, RowResult>> {
  const known = new Map<number, RowResult>();
  const text = await readRegularFile(path).then(String, () => '');
  const [first = '', ...lines] = text.split('\n');
  if ((parsed(first) as { run?: unknown } | null)?.run !== run) return known;
  for (const line of lines) {
    const entry = parsed(line) as {
      row?: unknown;
      score?: unknown;
      reason?: unknown;
      final?: unknown;
    } | null;
    if (typeof entry?.row !== 'number') continue;
    if (typeof entry.score === 'number') known.set(entry.row, { score: entry.score });
    else if (typeof entry.reason === 'string') {
      known.set(entry.row, { reason: entry.reason, final: entry.final === true });
    }
  }
  return known;
}

/** Null for a line that was cut while it was written. */
function parsed(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
