import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { runCommand } from '../src/settings/cli.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { parsePolicy } from '../src/settings/read-policy.ts';

/** Writes `data/policy.json` with every default spelled out, and the JSON Schema that editors complete it by. */
await runCommand(async () => {
  const data = new URL('../data/', import.meta.url);
  const policy = { $schema: './policy.schema.json', ...parsePolicy({}, 'defaults') };
  await writeFile(new URL('policy.json', data), `${JSON.stringify(policy, null, 2)}\n`);
  const schema = z.toJSONSchema(policySchema, { io: 'input' });
  await writeFile(new URL('policy.schema.json', data), `${JSON.stringify(schema, null, 2)}\n`);
  return undefined;
});
