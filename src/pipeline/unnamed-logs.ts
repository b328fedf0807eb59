import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { byCodeUnit } from '../ingest/ordering.ts';
import { isLogName } from '../ingest/sources/log-files.ts';
import type { Settings } from '../settings/variables.ts';
import { listWords } from '../wording/format.ts';
import { publicName } from '../wording/public-name.ts';

const MAX_NAMED = 5;

/** Names of files beside the default logs that could be the team's, where no log is set or found; null where there are none. */
export async function unnamedLogs({
  predictions,
  requests,
  healthLog,
  cwd,
}: Settings): Promise<string | null> {
  const folder = dirname(predictions.fallback);
  const known = [predictions.fallback, requests.fallback, healthLog].map((path) => basename(path));
  const entries = await readdir(resolve(cwd, folder), { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && isLogName(entry.name) && !known.includes(entry.name))
    .map(({ name }) => name)
    .sort(byCodeUnit);
  if (names.length === 0) return null;
  const named = names.slice(0, MAX_NAMED).map((name) => publicName(name));
  const all = names.length > MAX_NAMED ? [...named, `${names.length - MAX_NAMED} more`] : named;
  const variables = [predictions, requests].map(({ variable }) => variable);
  return `${folder}/ holds ${listWords(all)}: ${listWords(variables)} say which is which.`;
}
