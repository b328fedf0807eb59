import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configurationError } from '../monitor-error.ts';
import { readRegularFileSync } from '../regular-file.ts';
import { reportIdSchema } from '../report/schema/report.ts';
import { type RunSummary, summarize } from '../report/summary.ts';
import { decodeReport, sha256 } from './archived-file.ts';
import type { IndexEntry } from './summary-index.ts';
import { decodeTombstone, type Tombstone } from './tombstone.ts';

/** A report whose file cannot be read or is missing, with its figures from the index if they are there. */
export interface DamagedReport {
  readonly id: string;
  readonly reason: string;
  readonly summary: RunSummary | null;
}

export interface Scan {
  readonly entries: ReadonlyMap<string, IndexEntry>;
  readonly damaged: readonly DamagedReport[];
  readonly notes: readonly string[];
}

/** Reads every report's file; files whose hash is in the index are not validated again. */
export function scanReports(directory: string, index: ReadonlyMap<string, IndexEntry>): Scan {
  const entries = new Map<string, IndexEntry>();
  const damaged: DamagedReport[] = [];
  const notes: string[] = [];
  for (const name of visibleFiles(directory)) {
    const id = idOf(name);
    if (id === null) {
      notes.push(`reports/${name}: not a report's name (<id>.json); skipped and kept`);
      continue;
    }
    const entry = readReport(join(directory, name), id, index.get(id));
    if (typeof entry !== 'string') entries.set(id, entry);
    else {
      notes.push(`reports/${name}: ${entry}; skipped and kept`);
      damaged.push({ id, reason: entry, summary: index.get(id)?.summary ?? null });
    }
  }
  return { entries, damaged, notes };
}

function readReport(path: string, id: string, known: IndexEntry | undefined): IndexEntry | string {
  let bytes: Buffer;
  try {
    bytes = readRegularFileSync(path);
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
  }
  const digest = sha256(bytes);
  if (known?.sha256 === digest) return known;
  const decoded = decodeReport(bytes.toString('utf8'), id);
  if (!decoded.ok) return decoded.reason;
  const { report, inputsHash, provisional, current } = decoded.value;
  return { sha256: digest, inputsHash, provisional, current, summary: summarize(report) };
}

/** Reads the tombstone of every pruned report. */
export function scanTombstones(directory: string): {
  readonly tombstones: ReadonlyMap<string, Tombstone>;
  readonly notes: readonly string[];
} {
  const tombstones = new Map<string, Tombstone>();
  const notes: string[] = [];
  for (const name of visibleFiles(directory)) {
    const id = idOf(name);
    const result =
      id === null ? 'not the record of a pruned report' : readTombstone(join(directory, name), id);
    if (typeof result === 'string') notes.push(`pruned/${name}: ${result}; skipped and kept`);
    else tombstones.set(result.summary.id, result);
  }
  return { tombstones, notes };
}

function readTombstone(path: string, id: string): Tombstone | string {
  try {
    return decodeTombstone(readRegularFileSync(path).toString(), id);
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
  }
}

function idOf(name: string): string | null {
  const id = name.endsWith('.json') ? name.slice(0, -'.json'.length) : null;
  return id !== null && reportIdSchema.safeParse(id).success ? id : null;
}

/** Sorted names without hidden ones (temporary files, `.gitkeep`); empty where the directory does not exist. */
function visibleFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw configurationError(
      'archive-unreadable',
      `ARCHIVE_DIR: ${directory} cannot be read (${code}). Nothing was built, so that no permalink is lost; ` +
        'give this user access, or set ARCHIVE_DIR to the directory that holds the archive.',
      cause,
    );
  }
}
