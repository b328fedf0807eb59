import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceDurably } from '../../archive/durable-file.ts';
import { configurationError } from '../../monitor-error.ts';
import { isObject } from '../../settings/renamed-keys.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function valueUnder(object: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return object;
  return isObject(object) && Object.hasOwn(object, key) ? valueUnder(object[key], rest) : undefined;
}

export function withValue(object: unknown, [key, ...rest]: readonly string[], value: unknown): JsonObject {
  const known = isObject(object) ? object : {};
  if (key === undefined) return known;
  const inner = rest.length === 0 ? value : withValue(valueUnder(known, [key]), rest, value);
  // Through entries, since an input key may be called `__proto__`.
  return Object.fromEntries([...Object.entries(known).filter(([name]) => name !== key), [key, inner]]);
}

/**
 * Writes a file, with a copy of what it held beside it (`.bak`).
 *
 * @throws MonitorError `policy-unwritable` (exit code 2).
 */
export async function writeWithCopy(path: string, content: string, before: string | null): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (before !== null) replaceDurably(`${path}.bak`, before);
    replaceDurably(path, content);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw configurationError(
      'policy-unwritable',
      `${path} cannot be written (${code}). Give this user write access, or name another file (POLICY_PATH).`,
      cause,
    );
  }
}
