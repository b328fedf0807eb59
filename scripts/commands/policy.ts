import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { defineCommand } from '../../src/settings/command/command.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { parsePolicy } from '../../src/settings/read-policy.ts';

export const command = defineCommand({
  options: {},
  details: 'What stands in data/policy.json is replaced. Editors complete a policy by the schema.',
  example: { args: [] },
  exits: {},
  async run({ print, printJson }) {
    const data = new URL('../../data/', import.meta.url);
    const policy = { $schema: './policy.schema.json', ...parsePolicy({}, 'defaults') };
    await writeFile(new URL('policy.json', data), `${JSON.stringify(policy, null, 2)}\n`);
    const schema = z.toJSONSchema(policySchema, { io: 'input' });
    await writeFile(new URL('policy.schema.json', data), `${JSON.stringify(schema, null, 2)}\n`);
    print('Wrote data/policy.json and data/policy.schema.json');
    printJson({ written: ['data/policy.json', 'data/policy.schema.json'] });
    return undefined;
  },
});
