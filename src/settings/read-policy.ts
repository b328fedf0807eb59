import type { z } from 'zod';
import { MONITOR } from '../command-names.ts';
import { configurationError, type MonitorError } from '../monitor-error.ts';
import { accentFaults } from './accent/accent-policy.ts';
import { ruleFaults } from './alerts-policy.ts';
import { defaultsAtLeastK, tooSmallGroups } from './minimum-sizes.ts';
import { insteadOf, nearestName } from './nearest.ts';
import { ONCE } from './parse-once.ts';
import { FEATURE_PLAYBOOK } from './policy-defaults.ts';
import { readPolicyFile } from './policy-file.ts';
import { type Policy, policySchema } from './policy-schema.ts';
import { describeRenamed, renamedKeysIn } from './renamed-keys.ts';
import { keysAt } from './schema-keys.ts';

/**
 * Reads and validates the policy file.
 *
 * @param path the file; null for the defaults.
 * @throws MonitorError `policy-unreadable`, `policy-syntax` or `policy-invalid` (exit code 2), which names every
 *   invalid field, what was expected, and for an unknown key the most similar valid name.
 */
export async function readPolicy(path: string | null): Promise<Policy> {
  if (path === null) return parsePolicy({}, 'the built-in policy');
  const { value } = await readPolicyFile(path, 'POLICY_PATH');
  return parsePolicy(value, path);
}

/** Validates a policy that was already parsed; see `readPolicy`. */
export function parsePolicy(value: unknown, name: string): Policy {
  const renamed = renamedKeysIn(value);
  if (renamed.length > 0) {
    const remedy = `Rename them, or have the file rewritten: ${MONITOR} policy --upgrade FILE`;
    throw invalidPolicy(name, [...renamed.map((key) => describeRenamed(key)), remedy]);
  }
  const result = policySchema.safeParse(value, ONCE);
  if (!result.success) {
    throw invalidPolicy(
      name,
      result.error.issues.flatMap((issue) => describeIssue(issue)),
    );
  }
  const policy = defaultsAtLeastK(result.data, value);
  const faults = [
    ...tooSmallGroups(policy),
    ...ruleFaults(policy.alerts),
    ...accentFaults(policy.site.accent),
  ];
  if (faults.length > 0) throw invalidPolicy(name, faults);
  // The file's entries are added to the default ones and do not replace the list.
  return {
    ...policy,
    playbook: { ...policy.playbook, features: { ...FEATURE_PLAYBOOK, ...policy.playbook.features } },
  };
}

const invalidPolicy = (name: string, lines: readonly string[]): MonitorError =>
  configurationError(
    'policy-invalid',
    `${name}: the policy is not valid.\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(policySchema, issue.path);
    return issue.keys.map((key) => {
      const where = at === '' ? key : `${at}.${key}`;
      return `${where}: no such key; ${insteadOf(key, known)}`;
    });
  }
  if (issue.code === 'invalid_union') {
    // Of the form that the value has: the others only say that it is of another type.
    const meant = issue.errors.find((errors) =>
      errors.some(({ code, path }) => code === 'unrecognized_keys' || path.length > 0),
    );
    if (meant !== undefined) {
      return meant.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  if (isUnknownAlert(issue)) {
    const meant = nearestName(String(issue.path[1]), keysAt(policySchema, ['alerts']));
    const remedy = meant === null ? '' : `did you mean "${meant}"? `;
    return [`alerts.${String(issue.path[1])}: no such key; ${remedy}A rule of your own names its "figure"`];
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return [`${at}: expected one of ${values.join(', ')}`];
  }
  return [`${at === '' ? 'the file' : at}: ${issue.message}`];
}

/** A part of `alerts` that is neither built in nor a rule. */
const isUnknownAlert = ({ code, path }: z.core.$ZodIssue): boolean =>
  code === 'invalid_type' && path.length === 3 && path[0] === 'alerts' && path[2] === 'figure';
