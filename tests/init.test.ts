import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { nightlyWorkflow } from '../src/pipeline/init/workflow.ts';
import { parsePolicy } from '../src/settings/read-policy.ts';
import { readSettings } from '../src/settings/settings.ts';
import { casesPath } from './support/cases.ts';
import { type Ended, runCommand } from './support/run-build.ts';

let directory: string;
const path = (name: string): string => join(directory, name);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'init-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const NOW = '2026-02-20T12:05:00Z';
const run = (
  command: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = ['--quiet'],
): Promise<Ended> => runCommand(command, { NOW, ...env }, args, directory);

const readPolicy = async (): Promise<unknown> => JSON.parse(await readFile(path('data/policy.json'), 'utf8'));

/** Predictions under names of which two could be the time, with the features at the top level. */
async function writeForeign(more: (i: number) => object = () => ({})): Promise<void> {
  const records = Array.from({ length: 60 }, (_, i) => ({
    created_at: `2026-02-20T10:${String(i % 60).padStart(2, '0')}:00Z`,
    logged_at: `2026-02-20T10:${String(i % 60).padStart(2, '0')}:01Z`,
    probability: (i % 10) / 10,
    industry: ['Banking', 'Retail'][i % 2],
    lead_id: `lead-${i}`,
    ...more(i),
  }));
  await mkdir(path('logs'), { recursive: true });
  await writeFile(
    path('logs/predictions.jsonl'),
    records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  );
  await mkdir(path('data/reference'), { recursive: true });
  await writeFile(
    path('data/reference/training_reference.csv'),
    `industry\n${'Banking\nRetail\n'.repeat(30)}`,
  );
  const outcomes = records.slice(0, 20).map((_, i) => `2026-02-20,${i % 2},lead-${i}\n`);
  await writeFile(path('outcomes.csv'), `date,engaged,lead_id\n${outcomes.join('')}`);
}

test('decides columns, join key, identifiers and segments of a foreign log, after which a check has no fault', async () => {
  await writeForeign();
  const env = { OUTCOMES_PATH: 'outcomes.csv' };
  expect((await run('check', env)).code).toBe(2);
  const ended = await run('init', env);
  expect(ended, ended.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Next: npm run build/),
  });
  expect(await readPolicy()).toEqual({
    columns: { predictions: { timestamp: 'created_at', input: '*' } },
    outcomes: { keyColumn: 'lead_id' },
    drift: { features: { lead_id: { ignore: true } } },
    segments: ['industry'],
  });
  expect(ended.stdout).toMatch(/could be `created_at` or `logged_at`/);
  expect((await run('check', env)).code).toBe(0);
}, 60_000);

test('finds fields inside the records, and the columns of outcomes and reference, where one place fits', async () => {
  const lines = Array.from({ length: 60 }, (_, i) => ({
    at: { created_at: `2026-02-20T10:${String(i).padStart(2, '0')}:00Z` },
    request: { features: { industry: ['Banking', 'Retail'][i % 2], seats: i } },
    result: { proba: (i % 10) / 10 },
    customer: `c-${i}`,
  }));
  await mkdir(path('logs'));
  await writeFile(path('logs/predictions.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const trained = lines.map((_, i) => `${['Banking', 'Retail'][i % 2]},${i},0.4,${i % 2}\n`);
  await writeFile(path('r.csv'), `industry,seats,prob,engaged\n${trained.join('')}`);
  const won = lines.slice(0, 20).map(({ customer }, i) => `${i % 2},${customer},2026-02-20\n`);
  await writeFile(path('won.csv'), `won,customer,closed_at\n${won.join('')}`);
  const env = { OUTCOMES_PATH: 'won.csv', REFERENCE_DATA_PATH: 'r.csv' };
  const { code, stderr } = await run('check', env);
  expect(code).toBe(3);
  expect(stderr).toContain('there is no column "date"; "closed_at" holds dates (init writes that)');
  expect(await run('init', env)).toMatchObject({ code: 0 });
  expect(await readPolicy()).toEqual({
    columns: {
      predictions: { timestamp: 'at.created_at', input: 'request.features', score: 'result.proba' },
      reference: { score: 'prob', outcome: 'engaged' },
    },
    outcomes: { dateColumn: 'closed_at', outcomeColumn: 'won', keyColumn: 'customer' },
    segments: ['industry'],
  });
  const checked = await run('check', env, ['--json', '--quiet']);
  expect(checked.code, checked.stderr).toBe(0);
  expect(JSON.parse(checked.stdout)).toMatchObject({
    predictions: { rejected: 0 },
    features: { onlyReference: [], shared: [{ name: 'industry' }, { name: 'seats' }] },
    outcomes: { matched: 20 },
  });
}, 60_000);

test('leaves a policy that is there alone; --yes adds to it, keeps its values and a copy', async () => {
  await writeForeign();
  const own = '{"columns": {"predictions": {"timestamp": "logged_at"}}, "window": {"days": 14}}';
  await writeFile(path('data/policy.json'), own);
  const refused = await run('init');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/policy-exists.*--yes/) });
  expect(await readFile(path('data/policy.json'), 'utf8')).toBe(own);
  expect(await run('init', {}, ['--yes', '--quiet'])).toMatchObject({ code: 0 });
  expect(await readPolicy()).toMatchObject({
    columns: { predictions: { timestamp: 'logged_at', input: '*' } },
    window: { days: 14 },
    drift: { features: { lead_id: { ignore: true } } },
  });
  expect(await readFile(path('data/policy.json.bak'), 'utf8')).toBe(own);
}, 60_000);

test('adds to a policy that says nothing yet, as the template has it, without being asked twice', async () => {
  await writeForeign();
  await mkdir(path('data'), { recursive: true });
  await writeFile(path('data/policy.json'), '{"$schema": "./policy.schema.json"}');
  expect(await run('init')).toMatchObject({ code: 0 });
  expect(await readPolicy()).toMatchObject({
    $schema: './policy.schema.json',
    columns: { predictions: { timestamp: 'created_at' } },
  });
  expect(await readdir(path('data'))).not.toContain('policy.json.bak');
  expect(await run('init')).toMatchObject({ code: 2, stderr: expect.stringContaining('policy-exists') });
}, 60_000);

test('an empty folder and a broken policy end in words, and write nothing', async () => {
  expect(await run('init')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no-log.*Set PREDICTIONS_LOG/),
  });
  expect(await readdir(directory)).toEqual([]);
  await writeForeign();
  await writeFile(path('data/policy.json'), '{"window": ');
  expect(await run('init', {}, ['--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/policy-syntax/),
  });
}, 60_000);

test('hostile names and values are data', async () => {
  await writeForeign(() => ({ ['__proto__x']: 1, '"}{': '\u001b[31mred', constructor: '$(rm -rf /)' }));
  const ended = await run('init', {}, []);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout).not.toContain('\u001b');
  parsePolicy(await readPolicy(), 'policy');
}, 60_000);

test('a folder that cannot be written is said', async () => {
  await writeForeign();
  await writeFile(path('blocked'), '');
  const ended = await run('init', { POLICY_PATH: 'blocked/policy.json' });
  expect(ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/policy-unwritable.*cannot be written/),
  });
  expect(await readFile(path('blocked'), 'utf8')).toBe('');
  await writeFile(path('.github'), '');
  const args = ['--quiet', '--workflow', 'team/lead-scoring-monitor@v1.0.0'];
  const { code, stderr } = await run('init', {}, args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/workflow-unwritable.*cannot be written/);
  expect(stderr).not.toContain('POLICY_PATH');
}, 60_000);

const steady = casesPath('steady/predictions.jsonl');
test.skipIf(steady === null)(
  'the real logs need no column, and what is written is a policy',
  async () => {
    const env = {
      PREDICTIONS_LOG: steady ?? '',
      API_REQUESTS_LOG: casesPath('steady/api_requests.jsonl') ?? '',
      REFERENCE_DATA_PATH: casesPath('reference/leads_raw.csv') ?? '',
    };
    const ended = await run('init', env);
    expect(ended.code, ended.stderr).toBe(0);
    const written = await readPolicy();
    expect(written).not.toHaveProperty('columns');
    parsePolicy(written, 'policy');
  },
  60_000,
);

test('--workflow writes a nightly workflow whose inputs the action has; an address of a server stays a secret', async () => {
  await writeForeign();
  const workflow = '.github/workflows/lead-scoring-monitor.yml';
  const args = ['--quiet', '--workflow', 'team/lead-scoring-monitor@v1.0.0'];
  expect(await run('init', { OUTCOMES_PATH: "data/what's done.csv" }, args)).toMatchObject({ code: 2 });
  expect(await readdir(directory)).not.toContain('.github');
  expect(await run('init', { OUTCOMES_PATH: 'outcomes.csv' }, args)).toMatchObject({ code: 0 });
  const text = await readFile(path(workflow), 'utf8');
  const { jobs } = parse(text) as {
    jobs: Record<string, { steps: { uses: string; with?: Record<string, string> }[] }>;
  };
  const used = Object.values(jobs).flatMap(({ steps }) => steps);
  const monitor = used.find(({ uses }) => uses === 'team/lead-scoring-monitor@v1.0.0');
  expect(monitor?.with).toMatchObject({
    'predictions-log': 'logs/predictions.jsonl',
    outcomes: 'outcomes.csv',
  });
  const action = parse(await readFile(new URL('../action.yml', import.meta.url), 'utf8')) as {
    inputs: Record<string, unknown>;
  };
  for (const name of Object.keys(monitor?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
  expect(used.map(({ uses }) => uses)).toContain('team/lead-scoring-monitor/.github/actions/save@v1.0.0');
  // The pins of our own workflows are kept up to date; those that are written are the same.
  const own = ['nightly.yml', 'release.yml']
    .map((name) => readFileSync(new URL(`../.github/workflows/${name}`, import.meta.url), 'utf8'))
    .join('\n');
  for (const { uses } of used.filter((step) => !step.uses.startsWith('team/'))) {
    expect(uses).toMatch(/@[0-9a-f]{40}$/);
    expect(own).toContain(`uses: ${uses} #`);
  }

  await rm(path('data/policy.json'));
  expect(await run('init', {}, args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('workflow-exists'),
  });
  expect(await run('init', {}, ['--workflow', 'no action'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('team/lead-scoring-monitor@v1.0.0'),
  });
  const secret = 'postgres://me:hush@127.0.0.1/db?table=t';
  const settings = readSettings({ PREDICTIONS_LOG: secret }, directory, Date.now);
  const written = nightlyWorkflow(settings, 'team/lead-scoring-monitor@v1.0.0');
  expect(written).toContain(`predictions-log: \${{ secrets.PREDICTIONS_LOG }}`);
  expect(written).not.toContain('hush');
}, 120_000);

test('the workflow names what is set, and a default place where something is there', async () => {
  const inputsOf = (env: Readonly<Record<string, string>>): Record<string, string> | undefined => {
    const settings = readSettings(env, directory, Date.now);
    const { jobs } = parse(nightlyWorkflow(settings, 'team/lead-scoring-monitor@v1.0.0')) as {
      jobs: { build: { steps: { id?: string; with?: Record<string, string> }[] } };
    };
    return jobs.build.steps.find(({ id }) => id === 'monitor')?.with;
  };
  const always = { policy: 'data/policy.json', notify: 'true' };
  expect(inputsOf({ PREDICTIONS_LOG: 'in/*.jsonl' })).toEqual({ 'predictions-log': 'in/*.jsonl', ...always });
  expect(inputsOf({ SHADOW_LOG: 'shadow.jsonl' })).toEqual({
    'predictions-log': 'logs/predictions.jsonl',
    'shadow-log': 'shadow.jsonl',
    ...always,
  });
  expect(inputsOf({ DECISIONS_PATH: 'team.json', FIGURES_DIR: 'sql' })).toEqual({
    'predictions-log': 'logs/predictions.jsonl',
    decisions: 'team.json',
    figures: 'sql',
    ...always,
  });
  await mkdir(path('data/figures'), { recursive: true });
  await mkdir(path('data/reference'));
  await mkdir(path('logs'));
  const files = ['logs/api_requests.jsonl', 'data/reference/training_reference.csv', 'data/decisions.json'];
  for (const file of files) await writeFile(path(file), '');
  expect(inputsOf({})).toEqual({
    'predictions-log': 'logs/predictions.jsonl',
    'api-requests-log': 'logs/api_requests.jsonl',
    reference: 'data/reference/training_reference.csv',
    decisions: 'data/decisions.json',
    figures: 'data/figures',
    ...always,
  });
});
