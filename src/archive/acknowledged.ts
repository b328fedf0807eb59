import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFileSync } from '../regular-file.ts';
import { replaceDurably } from './durable-file.ts';
import { unlessUnwritable } from './unwritable.ts';

/** Incidents that were acknowledged where they were told, by a label on their issue. */

const DIRECTORY = join('sent', 'acknowledged');
const RECORD = /^([a-z0-9][a-z0-9._-]*)\.json$/;
const YES = '{"acknowledged":true}\n';
const NO = '{"acknowledged":false}\n';

/** Ids of the incidents that are acknowledged. */
export function readAcknowledged(archiveDir: string): ReadonlySet<string> {
  const directory = join(archiveDir, DIRECTORY);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const isYes = (name: string): boolean => {
    try {
      return readRegularFileSync(join(directory, name)).toString() === YES;
    } catch {
      return false;
    }
  };
  return new Set(names.filter(isYes).flatMap((name) => RECORD.exec(name)?.[1] ?? []));
}

/**
 * Records which of the incidents that were asked for are acknowledged now. One that is no more is written down and not
 * removed, because files that another machine has are taken over from it.
 */
export function recordAcknowledged(
  archiveDir: string,
  asked: readonly string[],
  acknowledged: ReadonlySet<string>,
): void {
  const before = readAcknowledged(archiveDir);
  for (const id of asked) {
    if (acknowledged.has(id) === before.has(id)) continue;
    const path = join(archiveDir, DIRECTORY, `${id}.json`);
    unlessUnwritable(archiveDir, () => replaceDurably(path, acknowledged.has(id) ? YES : NO));
  }
}
