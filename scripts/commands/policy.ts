import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceDurably } from '../../src/archive/durable-file.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { type Context, defineCommand } from '../../src/settings/command/command.ts';
import { flag, flagError, type Options, text, texts } from '../../src/settings/command/options.ts';
import { readPolicyFile } from '../../src/settings/policy-file.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { printable } from '../../src/settings/printable.ts';
import { parsePolicy, readPolicy } from '../../src/settings/read-policy.ts';
import { isObject } from '../../src/settings/renamed-keys.ts';
import { upgradePolicy, upgradeWords } from '../../src/settings/upgrade-policy.ts';

export const command = defineCommand({
  options: {
    show: text(
      'FILE',
      'print every key with its value in this policy file; the defaults stand in data/policy.schema.json',
    ),
    upgrade: text('FILE', 'print the policy file with its renamed keys under the names of today'),
    keep: texts('KEY', 'of keys that are one now and differ: the key whose value is kept'),
    write: flag('write the file in place of printing it'),
  },
  details: 'Without a flag it writes data/policy.schema.json.',
  example: { args: ['--upgrade', 'data/policy.json', '--write'] },
  exits: { 2: 'the file cannot be used, or a choice is needed' },
  async run({ values, ...output }) {
    const { show, upgrade: old, keep, write } = values;
    if (show !== undefined) printObject(await readPolicy(show), 2, output);
    else if (old !== undefined) await upgrade(old, keep, write, output);
    else if (write || keep.length > 0) throw flagError('--write and --keep belong to --upgrade FILE.');
    else {
      const schema = z.toJSONSchema(policySchema, { io: 'input' });
      const path = new URL('../../data/policy.schema.json', import.meta.url);
      await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
      output.printJson({ written: 'data/policy.schema.json' });
    }
    return undefined;
  },
});

type Output = Pick<Context<Options>, 'print' | 'printJson'>;

/** A policy is JSON for people, too. */
function printObject(value: unknown, indent: string | number, { print, printJson }: Output): void {
  print(JSON.stringify(value, null, indent));
  printJson(value);
}

async function upgrade(path: string, keep: readonly string[], write: boolean, output: Output): Promise<void> {
  const { text: before, value } = await readPolicyFile(path, '--upgrade');
  if (!isObject(value)) throw configurationError('policy-syntax', `--upgrade: ${path} is not a JSON object.`);
  const upgraded = upgradePolicy(value, keep);
  const words = upgradeWords(upgraded);
  if (upgraded.conflicts.length > 0) throw configurationError('policy-choice', words);
  parsePolicy(upgraded.policy, path);
  const indent = /\n([\t ]+)"/.exec(before)?.[1] ?? 2;
  // Beside the policy on standard output, which goes into a file.
  process.stderr.write(`${printable(words)}\n`);
  if (!write) printObject(upgraded.policy, indent, output);
  else if (upgraded.policy !== value)
    replaceDurably(path, `${JSON.stringify(upgraded.policy, null, indent)}\n`);
}
