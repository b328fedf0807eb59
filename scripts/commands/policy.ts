import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceDurably } from '../../src/archive/durable-file.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { projectFile } from '../../src/project.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, flagError, text, texts } from '../../src/settings/command/options.ts';
import { decisionsFileSchema } from '../../src/settings/decisions-schema.ts';
import { readPolicyFile } from '../../src/settings/policy-file.ts';
import { isObject } from '../../src/settings/policy-object.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { printable } from '../../src/settings/printable.ts';
import { parsePolicy, readPolicy } from '../../src/settings/read-policy.ts';
import { upgradePolicy, upgradeWords } from '../../src/settings/upgrade-policy.ts';

const SCHEMAS = [
  { path: 'data/policy.schema.json', schema: policySchema },
  { path: 'data/decisions.schema.json', schema: decisionsFileSchema },
];

export const command = defineCommand({
  options: {
    show: text('FILE', 'print every key with its value in this policy file'),
    upgrade: text('FILE', 'print the policy file with its renamed keys under the names of today'),
    keep: texts('KEY', 'of keys that are one now and differ: the key whose value is kept (may be repeated)'),
    write: flag('with --upgrade: write the file in place of printing it'),
  },
  details: `Without a flag it writes ${SCHEMAS.map(({ path }) => path).join(' and ')}, by which editors complete a policy and decisions; these themselves are never touched.`,
  example: { args: ['--upgrade', 'data/policy.json'] },
  exits: { 2: 'the file cannot be used, or a choice is needed' },
  async run({ values, print, printExactly, printJson }) {
    if (values.upgrade === undefined && (values.write || values.keep.length > 0)) {
      throw flagError('--write and --keep belong to --upgrade FILE.');
    }
    if (values.show !== undefined) {
      const policy = await readPolicy(values.show);
      printExactly(`${printable(JSON.stringify(policy, null, 2))}\n`);
      printJson(policy);
    } else if (values.upgrade === undefined) {
      for (const { path, schema } of SCHEMAS) {
        const json = z.toJSONSchema(schema, { io: 'input' });
        await writeFile(projectFile(path), `${JSON.stringify(json, null, 2)}\n`);
        print(`Wrote ${path}`);
      }
      printJson({ written: SCHEMAS.map(({ path }) => path) });
    } else {
      const { json, words } = await upgrade(values.upgrade, values.keep, values.write);
      console.error(printable(words));
      if (!values.write) printExactly(printable(json));
      printJson(JSON.parse(json));
    }
    return undefined;
  },
});

/** Text of the upgraded file, and a summary of the changes. */
async function upgrade(path: string, keep: readonly string[], write: boolean) {
  const { text: before, value } = await readPolicyFile(path, '--upgrade');
  if (!isObject(value)) throw configurationError('policy-syntax', `--upgrade: ${path} is not a JSON object.`);
  const upgraded = upgradePolicy(value, keep);
  const words = upgradeWords(upgraded);
  if (upgraded.conflicts.length > 0) throw configurationError('policy-choice', words);
  parsePolicy(upgraded.policy, path);
  const indent = /\n([\t ]+)"/.exec(before)?.[1] ?? 2;
  const json = `${JSON.stringify(upgraded.policy, null, indent)}\n`;
  if (write && upgraded.policy !== value) replaceDurably(path, json);
  return { json, words };
}
