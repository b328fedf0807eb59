import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settingsHelp } from './settings-help.ts';
import { VARIABLES } from './variables.ts';

test('the README lists every variable with its default and its meaning', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  for (const [name, { fallback, meaning }] of Object.entries(VARIABLES)) {
    const value = fallback === null ? '' : `\`${fallback}\``;
    expect(readme).toContain(`| \`${name}\` | ${value} | ${meaning} |`);
  }
});

test('help shows the value in force, and no secret', () => {
  const text = settingsHelp({
    API_BASE_URL: 'https://user:hunter2@api.example.org/tenants/hunter2',
    MLFLOW_TRACKING_URI: 'https://user:hunter2@mlflow.example.org/ml?key=hunter2',
    MLFLOW_TRACKING_TOKEN: 'abc123',
  });
  expect(text).toContain('in force: https://api.example.org\n');
  expect(text).toContain('in force: https://…@mlflow.example.org/ml?…\n');
  expect(text).toContain('in force: (set)');
  expect(text).not.toMatch(/hunter2|abc123/);
});
