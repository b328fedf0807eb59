import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { configurationError, MonitorError } from '../monitor-error.ts';
import { notARegularFile } from '../regular-file.ts';
import { nearestName } from './nearest.ts';
import { ONCE } from './parse-once.ts';
import { FEATURE_PLAYBOOK } from './policy-defaults.ts';
import { type Policy, policySchema } from './policy-schema.ts';
import { RENAMED_FIGURE_KEYS } from './renamed-figure-keys.ts';

/**
 * Reads and validates the policy file.
 *
 * @param path the file; null stands for "no file": the guide's numbers.
 * @throws MonitorError `policy-unreadable`, `policy-syntax` or `policy-invalid` (exit code 2), which names every
 *   faulty field, what was expected, and for an unknown key the nearest right name.
 */
export async function readPolicy(path: string | null): Promise<Policy> {
  if (path === null) return parsePolicy({}, 'the built-in policy');
  const unreadable = (why: string, cause?: unknown) =>
    configurationError(
      'policy-unreadable',
      `POLICY_PATH: ${path} ${why}. Give a policy file, or unset it.`,
      cause,
    );
  let text: string;
  try {
    const why = notARegularFile(path);
    if (why !== null) throw unreadable(why);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof MonitorError) throw cause;
    throw unreadable(`cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, cause);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw configurationError(
      'policy-syntax',
      `POLICY_PATH: ${path} is not JSON${positionOf(cause)}. Mend it, or start again from the shipped data/policy.json.`,
      cause,
    );
  }
  return parsePolicy(value, path);
}

/** Validates a policy that was already parsed; see `readPolicy`. */
export function parsePolicy(value: unknown, name: string): Policy {
  const renamed = renamedKeys(value);
  const result = policySchema.safeParse(value, ONCE);
  if (!result.success) {
    const lines = result.error.issues.flatMap((issue) => describeIssue(issue, renamed));
    throw configurationError(
      'policy-invalid',
      `${name}: the policy is not valid.\n${lines.map((l) => `  ${l}`).join('\n')}`,
    );
  }
  const policy = result.data;
  // Own entries are added to the guide's, not put in their place.
  return {
    ...policy,
    playbook: { ...policy.playbook, features: { ...FEATURE_PLAYBOOK, ...policy.playbook.features } },
  };
}

/** Line and column in the parser's message, which also quotes the text: that is not for a log. */
function positionOf(cause: unknown): string {
  const found = /line (\d+) column (\d+)/.exec((cause as Error).message);
  return found === null ? '' : ` (line ${found[1]}, column ${found[2]})`;
}

interface RenamedKey {
  readonly old: string;
  readonly new: string;
}

/** Old names that a policy still uses. */
function renamedKeys(value: unknown): readonly RenamedKey[] {
  const has = (key: string): boolean => {
    let node = value;
    for (const step of key.split('.')) {
      if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return false;
      node = (node as Readonly<Record<string, unknown>>)[step];
    }
    return true;
  };
  return RENAMED_FIGURE_KEYS.filter(({ old }) => has(old));
}

function describeIssue(issue: z.core.$ZodIssue, renamed: readonly RenamedKey[]): string[] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    return issue.keys.flatMap((key) => {
      const where = at === '' ? key : `${at}.${key}`;
      const moved = renamed.filter(({ old }) => old === where || old.startsWith(`${where}.`));
      if (moved.length > 0) return moved.map((name) => `${name.old}: is called ${name.new} now`);
      const meant = nearestName(key, known);
      const remedy = meant === null ? `one of ${known.join(', ')}` : `did you mean "${meant}"?`;
      return `${where}: no such key; ${remedy}`;
    });
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return [`${at}: expected one of ${values.join(', ')}`];
  }
  return [`${at === '' ? 'the file' : at}: ${issue.message}`];
}

/** Names that the schema knows at a path, found by walking its JSON Schema. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let node: unknown = z.toJSONSchema(policySchema, { io: 'input' });
  for (const step of path) {
    const schema = node as { properties?: Record<string, unknown>; additionalProperties?: unknown };
    node = schema.properties?.[String(step)] ?? schema.additionalProperties ?? {};
  }
  return Object.keys((node as { properties?: Record<string, unknown> }).properties ?? {}).filter(
    (k) => k !== '$schema',
  );
}
