import { rename, rm, writeFile } from 'node:fs/promises';
import { readRegularFile } from '../../../regular-file.ts';
import type { ActivityProgress } from './activities.ts';

/** Progress of one export, kept beside its output. It holds hashed keys, types and times; no names or addresses. */
interface SavedProgress extends ActivityProgress {
  /** The options of the export; progress of an export with other options is not resumed. */
  readonly question: string;
}

const isSaved = (value: unknown): value is SavedProgress =>
  typeof value === 'object' &&
  value !== null &&
  'question' in value &&
  'activities' in value &&
  Array.isArray(value.activities) &&
  'nextOffset' in value &&
  typeof value.nextOffset === 'number' &&
  'complete' in value;

/** The saved progress for this question, or null where there is none that can be used. */
export async function readProgress(path: string, question: string): Promise<ActivityProgress | null> {
  try {
    const saved: unknown = JSON.parse((await readRegularFile(path)).toString());
    return isSaved(saved) && saved.question === question ? saved : null;
  } catch {
    // Absent or cut off while it was written: the export starts from the beginning.
    return null;
  }
}

export async function writeProgress(
  path: string,
  question: string,
  progress: ActivityProgress,
): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, JSON.stringify({ question, ...progress }), { mode: 0o600 });
  await rename(temporary, path);
}

export const removeProgress = (path: string): Promise<void> => rm(path, { force: true });
