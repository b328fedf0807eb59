import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parsePolicy } from '../../settings/read-policy.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { readSettings } from '../../settings/settings.ts';
import { checkInputs } from './check-inputs.ts';
import { checkWords } from './check-words.ts';

const NOW = '2026-02-20T12:05:00Z';
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'check-'));
  await mkdir(path.join(directory, 'scratch'));
});
afterEach(() => rm(directory, { recursive: true }));

const lines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Predictions of an API that logs to a database; lead i has an address and an id. */
const foreign = (i: number) => ({
  created_at: `2026-02-20T${String(10 + (i % 2)).padStart(2, '0')}:00:00Z`,
  input_features: {
    industry: ['Banking', 'Retail'][i % 2],
    compny_size: i % 7,
    lead_id: `lead-${i}`,
    contact: `person${i}@example.org`,
  },
  predicted_score: (i % 10) / 10,
  inference_time_ms: 3,
});

async function check(
  files: Readonly<Record<string, string>>,
  policy: unknown = {},
  env: Record<string, string> = {},
) {
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(directory, name), content);
  const given = Object.keys(files).includes('p.jsonl') ? { PREDICTIONS_LOG: 'p.jsonl' } : {};
  const settings = readSettings({ NOW, ...given, ...env }, directory, Date.now);
  return checkInputs(settings, parsePolicy(policy, 'p.json'), {
    scratch: path.join(directory, 'scratch'),
    reporter: silentReporter,
    signal: new AbortController().signal,
  });
}

test('says how each column was understood, what is shared, joined, an identifier or personal', async () => {
  const records = Array.from({ length: 60 }, (_, i) => foreign(i));
  const outcomes = records
    .slice(0, 15)
    .map(({ input_features: { lead_id } }) => `2026-02-20T12:00:00,yes,${lead_id}\n`);
  const checked = await check(
    {
      'p.jsonl': lines(records),
      'r.csv': `industry,company_size,engaged\n${'Banking,3,1\nRetail,4,0\n'.repeat(20)}`,
      'o.csv': `date,engaged,lead_id\n${outcomes.join('')}`,
    },
    {},
    { REFERENCE_DATA_PATH: 'r.csv', OUTCOMES_PATH: 'o.csv' },
  );
  const { predictions, requests, features, outcomes: joined, faults } = checked;
  expect(predictions).toMatchObject({
    rows: 60,
    rejected: 0,
    inWindow: 60,
    first: '2026-02-20T10:00:00.000Z',
    last: '2026-02-20T11:00:00.000Z',
  });
  const readFrom = Object.fromEntries(predictions.columns.map((column) => [column.field, column.readFrom]));
  expect(readFrom).toEqual({
    timestamp: 'created_at',
    input: 'input_features',
    score: 'predicted_score',
    label: 'the score, above 0.5',
    inference_ms: 'inference_time_ms',
    model_version: null,
  });
  expect(requests.present).toBe(false);
  expect(features.shared.map(({ name }) => name)).toEqual(['industry']);
  expect(features.onlyReference).toEqual([{ name: 'company_size', nearest: 'compny_size' }]);
  expect(features.personal).toEqual(['contact']);
  expect(joined).toMatchObject({ rows: 15, keyColumn: 'lead_id', leads: 60, matched: 15 });
  expect(faults).toEqual([]);

  const words = checkWords(checked, [{ name: 'PREDICTION_LOG', nearest: 'PREDICTIONS_LOG' }]);
  for (const part of [
    'timestamp ← created_at',
    'company_size (nearest: compny_size)',
    'joined by lead_id: 15 of 60 leads',
    'did you mean PREDICTIONS_LOG?',
    'A build can use these inputs.',
  ]) {
    expect(words).toContain(part);
  }
  expect(words).not.toContain('@example.org');
});

test('says which versions the log of shadow scores holds, and how many leads they share', async () => {
  const own = Array.from({ length: 30 }, (_, i) => ({ ...foreign(i), lead_id: `lead-${i}` }));
  const shadow = Array.from({ length: 20 }, (_, i) => ({
    timestamp: '2026-02-20T11:00:00Z',
    lead_id: `lead-${i + 15}`,
    score: i === 0 ? 2 : 0.4,
    model_version: i < 18 ? '0.5.0' : 'jane.zqm@example.org',
  }));
  const checked = await check(
    {
      'p.jsonl': lines(own),
      's.jsonl': lines(shadow),
      'o.csv': `date,engaged,lead_id\n${own.map(({ lead_id }) => `2026-02-20T12:00:00,yes,${lead_id}\n`).join('')}`,
    },
    {},
    { SHADOW_LOG: 's.jsonl', OUTCOMES_PATH: 'o.csv' },
  );
  expect(checked.shadow).toMatchObject({
    rows: 20,
    rejected: 1,
    versions: [
      { version: '0.5.0', leads: 17, matched: 14 },
      { version: '(e-mail)', leads: 2, matched: 0 },
    ],
  });
  const words = checkWords(checked, []);
  expect(words).toContain('shadow scores: s.jsonl, 20 rows');
  expect(words).toContain('0.5.0: 17 leads, 14 of them in the predictions');
  expect(words).toContain('1 refused');
});

const usual = {
  timestamp: '2026-02-20T12:00:00Z',
  input: { industry: 'Banking' },
  score: 0.5,
  label: 'engaged',
};

test.each([
  ['an empty log', { 'p.jsonl': '' }, /empty/],
  [
    'a log without a usable row',
    { 'p.jsonl': lines([{ ...usual, score: undefined, scor: 0.5 }]) },
    /nearest that they have is “scor”/,
  ],
  [
    'rows of the future alone',
    { 'p.jsonl': lines([{ ...usual, timestamp: '2030-02-20T12:00:00Z' }]) },
    /later than the time of the report/,
  ],
])('%s is a fault: the site would be empty', async (_, files, words) => {
  const { faults } = await check(files);
  expect(faults.join()).toMatch(words);
});

test('a reference without a common feature is a fault', async () => {
  const { faults } = await check(
    { 'p.jsonl': lines([usual]), 'r.csv': 'x1,x2\n1,2\n' },
    {},
    { REFERENCE_DATA_PATH: 'r.csv' },
  );
  expect(faults.join()).toMatch(/no feature in common/);
});

test('rows later than the report are counted beside those before it', async () => {
  const at = (day: string) => ({ ...usual, timestamp: `2026-02-${day}T12:00:00Z` });
  const records = ['10', '19', '20', '25', '26'].map(at);
  const checked = await check({ 'p.jsonl': lines([...records, { nothing: 1 }]) });
  expect(checked.predictions).toMatchObject({ rows: 6, rejected: 1, later: 2, inWindow: 2 });
  expect(checkWords(checked, [])).toMatch(
    /p\.jsonl, 6 rows, 1 refused \(no-known-field 1\), 2 later than the report; 2026-02-10T.* to 2026-02-20T.*; 2 in the window/,
  );
  const later = await check({ 'p.jsonl': lines([at('25')]) });
  expect(checkWords(later, [])).toContain('1 later than the report; none before it; 0 in the window');
});

test('of a log of which every row was refused, the fault and its remedy are said, and nothing of features', async () => {
  const records = Array.from({ length: 20 }, () => ({ ...usual, score: 'high' }));
  const checked = await check(
    { 'p.jsonl': lines(records), 'r.csv': `industry,company_size\n${'Banking,3\n'.repeat(20)}` },
    {},
    { REFERENCE_DATA_PATH: 'r.csv' },
  );
  expect(checked.faults).toEqual([
    expect.stringMatching(/in the field “score”, expected a finite number.*columns\.predictions\.score/),
  ]);
  expect(checkWords(checked, [])).not.toMatch(/shared|in the reference only/);
});

test('no log at all, and columns that could be two things, end with exit code 2', async () => {
  await expect(check({})).rejects.toMatchObject({ code: 'no-log', exitCode: 2 });
  const record = { ...usual, timestamp: undefined, ts: usual.timestamp, created_at: '2026-02-19T12:00:00Z' };
  await expect(check({ 'p.jsonl': lines([record]) })).rejects.toMatchObject({
    code: 'log-columns-ambiguous',
    exitCode: 2,
  });
});

test('names that strangers chose are printed as they would be published', async () => {
  const mark = 'jane.zqm@example.org';
  const hostile = { [mark]: 1, 'x\n::error::zqm\nA build can use these inputs.': 2, '+49 170 1234567': 3 };
  const records = Array.from({ length: 30 }, (_, i) => ({
    ...usual,
    input: { ...usual.input, ...hostile, size: i },
  }));
  const checked = await check({ 'p.jsonl': lines(records) });
  const words = checkWords(checked, []);
  expect(words).toContain('(e-mail)');
  expect(`${words}${JSON.stringify(checked)}`).not.toMatch(/jane|1234567/);
  expect(words.split('\n').filter((line) => /^\s*(::|A build)/.test(line))).toEqual([
    'A build can use these inputs.',
  ]);
  const refused = await check({
    'p.jsonl': lines(records.map((record) => ({ ...record, score: undefined, [`${mark}score`]: 0.5 }))),
  });
  expect(`${checkWords(refused, [])}${JSON.stringify(refused)}`).not.toContain('jane');
});

test('says what the team’s own figures give, and why one gives nothing', async () => {
  await mkdir(path.join(directory, 'data/figures'), { recursive: true });
  const figure = (id: string, sql: string): Promise<void> =>
    writeFile(
      path.join(directory, `data/figures/${id}.sql`),
      `-- id: ${id}\n-- label: Label of ${id}\n-- unit: share\n${sql}`,
    );
  await figure(
    'banks',
    "select avg((industry = 'Banking')::int) as value, count(*) as leads from predictions",
  );
  await figure('typo', 'select avg(industri) as value, count(*) as leads from predictions');
  const checked = await check({ 'p.jsonl': lines(Array.from({ length: 60 }, (_, i) => foreign(i))) });
  expect(checked.faults).toEqual([]);
  expect(checkWords(checked, [])).toContain('  banks (banks.sql): 50 %, of 60 leads');
  expect(checkWords(checked, [])).toMatch(/ {2}typo: typo\.sql: line 4: Binder Error: .*industri/);
});
