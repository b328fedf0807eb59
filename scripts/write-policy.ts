import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { replaceDurably } from '../src/archive/durable-file.ts';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';
import { readPolicyFile } from '../src/settings/policy-file.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { printable } from '../src/settings/printable.ts';
import { parsePolicy, readPolicy } from '../src/settings/read-policy.ts';
import { isObject } from '../src/settings/renamed-keys.ts';
import { upgradePolicy, upgradeWords } from '../src/settings/upgrade-policy.ts';

const USAGE = `Writes data/policy.schema.json, by which editors complete a policy; shows a policy; rewrites an old one.

Usage: npm run policy [-- --show FILE | --upgrade FILE [--keep KEY]... [--write]]

  --show     print every key with its value in this policy file; the defaults stand in data/policy.schema.json
  --upgrade  print the policy file with its renamed keys under the names of today
  --keep     of keys that are one now and differ: the key whose value is kept (may be repeated)
  --write    write the file in place of printing it

Exit codes: 0 done, 2 the file cannot be used, or a choice is needed.
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      show: { type: 'string' },
      upgrade: { type: 'string' },
      keep: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) console.log(USAGE);
  else if (values.show !== undefined) {
    console.log(printable(JSON.stringify(await readPolicy(values.show), null, 2)));
  } else if (values.upgrade !== undefined) await upgrade(values.upgrade, values.keep, values.write);
  else if (values.write || values.keep.length > 0) {
    throw configurationError('bad-flag', '--write and --keep belong to --upgrade FILE.');
  } else {
    const schema = z.toJSONSchema(policySchema, { io: 'input' });
    const path = new URL('../data/policy.schema.json', import.meta.url);
    await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
  }
  return undefined;
});

async function upgrade(path: string, keep: readonly string[], write: boolean): Promise<void> {
  const { text, value } = await readPolicyFile(path, '--upgrade');
  if (!isObject(value)) throw configurationError('policy-syntax', `--upgrade: ${path} is not a JSON object.`);
  const upgraded = upgradePolicy(value, keep);
  const words = upgradeWords(upgraded);
  if (upgraded.conflicts.length > 0) throw configurationError('policy-choice', words);
  parsePolicy(upgraded.policy, path);
  const indent = /\n([\t ]+)"/.exec(text)?.[1] ?? 2;
  const json = `${JSON.stringify(upgraded.policy, null, indent)}\n`;
  console.error(printable(words));
  if (!write) console.log(printable(json));
  else if (upgraded.policy !== value) replaceDurably(path, json);
}
