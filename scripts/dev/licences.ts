import { readFile } from 'node:fs/promises';
import { runCommand } from '../../src/settings/cli.ts';

/** SPDX ids of licences that users of the project can accept without legal advice. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSL-1.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
]);

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string }>>;
}

/** Evaluates an SPDX expression: OR needs one accepted licence, AND needs both. */
function isAllowed(licence: string): boolean {
  const bare = licence.replace(/[()]/g, '');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed);
  return bare.split(' AND ').every((part) => ALLOWED.has(part.trim()));
}

/** Checks the licences of all locked packages; fails on one that is not accepted or not stated. */
await runCommand(async () => {
  const lock = JSON.parse(
    await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  ) as Lock;
  const counts = new Map<string, number>();
  const refused: string[] = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const licence = entry.license ?? 'not stated';
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    if (!isAllowed(licence)) refused.push(`${path} ${entry.version ?? ''}: ${licence}`);
  }
  for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`${count}\t${licence}`);
  for (const line of refused) console.error(`not allowed: ${line}`);
  return refused.length === 0 ? 0 : 1;
});
