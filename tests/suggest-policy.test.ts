import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openArchive } from '../src/archive/archive.ts';
import { checkRuleFigures } from '../src/settings/alerts-policy.ts';
import { parsePolicy } from '../src/settings/read-policy.ts';
import { fixtureReport } from './support/fixtures/report.ts';
import { type Ended, runCommand } from './support/run-build.ts';

let directory: string;
const path = (name: string): string => join(directory, name);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'suggest-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const run = (...args: string[]): Promise<Ended> =>
  runCommand(
    'suggest-policy',
    { NOW: '2026-02-20T12:05:00Z', ARCHIVE_DIR: path('archive'), POLICY_PATH: path('policy.json') },
    args,
    directory,
  );

const DAY_MS = 86_400_000;
const base = fixtureReport({ rows: 40 });

/** A report each day; those with `fires` lie inside an incident. */
function save(values: readonly { readonly rate: number; readonly fires?: boolean }[]): void {
  const archive = openArchive(path('archive'));
  for (const [i, { rate, fires = false }] of values.entries()) {
    const generatedAt = new Date(Date.UTC(2025, 11, 1, 6) + i * DAY_MS).toISOString();
    const alerts = base.alerts.map((alert, at) => ({
      ...alert,
      status: fires && at === 0 ? ('firing' as const) : ('ok' as const),
    }));
    const figure = base.figures['engagement-rate'];
    if (figure === undefined) throw new Error('The fixture has an engagement rate.');
    const figures = { ...base.figures, 'engagement-rate': { ...figure, value: rate } };
    // The newest prediction is 10 or 20 hours old.
    const last = new Date(Date.parse(generatedAt) - (i % 2 === 0 ? 10 : 20) * 3_600_000).toISOString();
    const inputs = { ...base.inputs, predictions: { ...base.inputs.predictions, last } };
    archive.save(
      { ...base, id: generatedAt.slice(0, 10), generatedAt, inputs, alerts, figures },
      { inputsHash: `${i}` },
    );
  }
}
const alternating = (n: number) => Array.from({ length: n }, (_, i) => ({ rate: i % 2 === 0 ? 0.2 : 0.3 }));
const rated = [
  ...alternating(40),
  // Fires falsely; the two after it are a known incident.
  { rate: 0.9 },
  { rate: 0.95, fires: true },
  { rate: 0.95, fires: true },
];

test('prints what the archive suggests with its false alarms, writes on request only, and says the same again', async () => {
  save(rated);
  await writeFile(path('policy.json'), '{"site": {"title": "Ours"}}');
  const ended = await run('--json');
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  const printed = JSON.parse(ended.stdout);
  expect(printed).toMatchObject({ reports: 43, inIncidents: 2, written: null });
  // Quartiles 0.2 and 0.3, so that the fences lie 0.15 beyond; of 41 reports 0.9 alone is outside.
  expect(printed.suggestions).toContainEqual({
    path: ['figures', 'engagement-rate'],
    value: { min: 0.05, max: 0.45 },
    falseAlarms: 1,
    reports: 41,
  });
  // Quartiles 10 and 20 hours: 20 + 15, where 72 is in force.
  expect(printed.suggestions).toContainEqual({
    path: ['alerts', 'stale-data'],
    value: { above: { medium: 35 } },
    falseAlarms: 0,
    reports: 41,
  });
  expect(ended.stderr).toContain('figures.engagement-rate: 1 false alarm in 41 reports (2.4');
  expect(await readFile(path('policy.json'), 'utf8')).toBe('{"site": {"title": "Ours"}}');
  expect((await run('--json')).stdout).toBe(ended.stdout);

  const written = await run('--yes');
  expect(written, written.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('Wrote ') });
  const policy = JSON.parse(await readFile(path('policy.json'), 'utf8'));
  expect(policy).toEqual({ site: { title: 'Ours' }, ...printed.suggested });
  expect(await readFile(path('policy.json.bak'), 'utf8')).toBe('{"site": {"title": "Ours"}}');
  const { alerts } = parsePolicy(policy, 'policy.json');
  expect(() => checkRuleFigures(alerts, [])).not.toThrow();

  // What is there stays, and nothing is written twice.
  expect(await run('--yes')).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/the policy has it already/),
  });
  expect(JSON.parse(await readFile(path('policy.json'), 'utf8'))).toEqual(policy);
});

test('a rule of a band and what it would have done', async () => {
  save(alternating(60));
  const { suggestions, suggested } = JSON.parse((await run('--json')).stdout);
  const rule = { figure: 'engagement-rate', outside: { falseAlarms: 0.01, side: 'both' }, severity: 'low' };
  expect(suggested.alerts['unusual-engagement-rate']).toMatchObject(rule);
  // 32 of 60 reports have 28 before them, and a weekday’s value is one of two.
  expect(
    suggestions.find(({ path: [, key] }: { path: string[] }) => key === 'unusual-engagement-rate'),
  ).toMatchObject({
    reports: 32,
  });
});

test('too few reports suggest nothing and say so; a damaged report is named and left out', async () => {
  save(alternating(28));
  await writeFile(path('archive/reports/2025-12-05.json'), '{"schemaVersion": 2');
  const ended = await run();
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  const suggested = JSON.parse(ended.stdout);
  // The reference alone says what is to be expected of single features.
  expect(Object.keys(suggested)).toEqual(['alerts']);
  for (const [id, rule] of Object.entries(suggested.alerts)) {
    expect(rule).toMatchObject({ segment: expect.any(String), above: expect.any(Number) });
    expect(ended.stderr).toContain(`alerts.${id}: 0 false alarms in 27 reports (0 %)`);
  }
  expect(() => checkRuleFigures(parsePolicy(suggested, 'policy.json').alerts, [])).not.toThrow();
  expect(ended.stderr).toMatch(/2025-12-05\.json/);
  expect(ended.stderr).toContain('figures.engagement-rate: nothing suggested, 27 reports');
  expect(existsSync(path('policy.json'))).toBe(false);
});

test('fewer reports than a week of them suggest nothing at all', async () => {
  save(alternating(6));
  expect(await run()).toMatchObject({ code: 0, stdout: '{}\n' });
});

test('an empty archive and a policy that cannot be used end with a remedy', async () => {
  expect(await run()).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(/no report.*build/),
  });
  await mkdir(path('archive'), { recursive: true });
  await writeFile(path('policy.json'), '[]');
  expect(await run('--yes')).toMatchObject({ code: 2, stderr: expect.stringMatching(/not a JSON object/) });
  await writeFile(path('policy.json'), '{"nonsense": 1}');
  expect(await run('--yes')).toMatchObject({ code: 2, stderr: expect.stringMatching(/nonsense/) });
  expect(existsSync(path('policy.json.bak'))).toBe(false);
});
