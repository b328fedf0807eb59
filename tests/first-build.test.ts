import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandLine, type Ended, type Workplace, workplace } from './support/run-build.ts';

/** What somebody stumbles over who points the first build at logs that were not made for it, and writes no policy. */

const NOW = '2026-02-20T12:05:00Z';
const ROWS = 600;

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
  const time = (i: number): string =>
    new Date(Date.parse('2026-02-10T00:00:00Z') + i * 1_400_000).toISOString();
  const lines = Array.from({ length: ROWS }, (_, i) => ({
    created_at: time(i),
    input: { id: 90_000 + i, customer: `customer ${i}`, industry: ['Bank', 'Shop'][i % 2], seats: i % 30 },
    probability: ((i * 37) % 100) / 100,
  }));
  const won = lines
    .slice(0, 200)
    .map((line, i) => `2026-02-16,${i % 3 === 0 ? 1 : 0},${line.input.customer}\n`);
  await writeFile(place.path('scored.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await writeFile(place.path('won.csv'), `date,engaged,customer\n${won.join('')}`);
  return place.remove;
});
afterEach(() => place.remove());

const build = (env: Readonly<Record<string, string>>): Promise<Ended> =>
  place.build({ NOW, PREDICTIONS_LOG: 'scored.jsonl', OUTCOMES_PATH: 'won.csv', ...env }, []);

test('names, labels, the join key and identifiers are understood, and said', async () => {
  const { code, stdout, stderr } = await build({});
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('`created_at` was read as the time');
  expect(stdout).toContain('`probability` was read as the score');
  expect(stdout).toContain('the log has no label: it was derived from the score');
  const report = await place.report();
  expect(report.simulated).toBe(false);
  expect(report.inputs.predictions).toMatchObject({ rows: ROWS, rejected: 0 });
  // 49 of every hundred scores are above 0.5.
  expect(report.scores.engagementRate.value).toBeCloseTo(0.49, 1);
  expect(report.inputs.predictions.notes.join()).toMatch(/outcomes are joined by `customer`.*200 of /);
  // An id describes no lead; the join key is none either.
  expect(report.drift.features.map(({ name }) => name).toSorted()).toEqual(['industry', 'seats']);
  const page = await readFile(place.path('dist/drift/index.html'), 'utf8');
  expect(page.includes('taken as identifiers, which are no features: <code>id</code>')).toBe(true);
});

test('whoever stops reading the output does not end the build', async () => {
  const monitor = commandLine('build').map((part) => `'${part}'`);
  const script = `set -o pipefail; '${process.execPath}' ${monitor.join(' ')} | true`;
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NOW, PREDICTIONS_LOG: 'scored.jsonl' };
  const { stderr } = await promisify(execFile)('bash', ['-c', script], { cwd: place.directory, env });
  expect(stderr).not.toContain('EPIPE');
  expect((await place.report()).inputs.predictions.rows).toBe(ROWS);
});

test('a misspelt variable is not ignored in silence, whether there is another log or none', async () => {
  const misspelt = { API_REQUEST_LOG: 'calls.jsonl' };
  const words = /API_REQUEST_LOG is set, which no setting is called: did you mean API_REQUESTS_LOG\?/;
  const beside = await build(misspelt);
  expect(beside.code).toBe(0);
  expect(beside.stderr).toMatch(words);
  const alone = await place.build({ NOW, ...misspelt });
  expect(alone.code).toBe(2);
  expect(alone.stderr).toMatch(words);
});
