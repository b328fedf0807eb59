import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parsePolicy } from '../settings/read-policy.ts';
import { silentReporter } from '../settings/reporter.ts';
import { readSettings } from '../settings/settings.ts';
import { findInputs } from './build-inputs.ts';
import { readShadowLog } from './shadow-log.ts';

const NOW = '2026-02-20T12:00:00Z';
const HOUR_MS = 3_600_000;
const at = (i: number): string => new Date(Date.parse(NOW) - (100 - i) * HOUR_MS).toISOString();

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'shadow-'));
  await mkdir(path.join(directory, 'scratch'));
});
afterEach(() => rm(directory, { recursive: true }));

const lines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const leads = Array.from({ length: 20 }, (_, i) => i);
const used = lines(
  leads.map((i) => ({
    timestamp: at(i),
    lead_id: `lead-${i}`,
    input: { size: i },
    score: 0.5,
    label: 'engaged',
    model_version: '0.4.0',
  })),
);
const outcomes = `date,engaged,lead_id\n${leads.map((i) => `2026-02-20,${i % 2},lead-${i}\n`).join('')}`;

async function read(
  shadow: string | Buffer,
  { name = 's.jsonl', policy = {}, env = {} }: { name?: string; policy?: unknown; env?: object } = {},
) {
  const files = { 'p.jsonl': used, 'o.csv': outcomes, [name]: shadow };
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(directory, file), content);
  const given = { NOW, PREDICTIONS_LOG: 'p.jsonl', OUTCOMES_PATH: 'o.csv', SHADOW_LOG: name, ...env };
  const settings = readSettings(given, directory, Date.now);
  const scratch = path.join(directory, 'scratch');
  const parsed = parsePolicy(policy, 'p.json');
  const inputs = await findInputs(settings, parsed, scratch);
  const keyColumn = inputs.outcomes.keyColumn ?? parsed.outcomes.keyColumn;
  const keyed = { ...parsed, outcomes: { ...parsed.outcomes, keyColumn } };
  const options = { scratch, reporter: silentReporter, signal: new AbortController().signal };
  return { log: await readShadowLog(settings, keyed, inputs, options), inputs };
}

const flat = (i: number, score: unknown = i / 20, version: string | null = '0.5.0') => ({
  timestamp: at(i),
  lead_id: `lead-${i}`,
  score,
  ...(version === null ? {} : { model_version: version }),
});
const expected = leads.map((i) => ({
  key: `lead-${i}`,
  version: '0.5.0',
  time: Date.parse(at(i)),
  score: i / 20,
}));

describe('a log of shadow scores gives the first score of each lead', () => {
  const csv = `timestamp,lead_id,score,model_version\n${leads.map((i) => `${at(i)},lead-${i},${i / 20},0.5.0\n`).join('')}`;
  const full = leads.map((i) => ({ ...flat(i), label: 'engaged', input: { size: i } }));
  const inside = leads.map((i) => ({
    timestamp: at(i),
    input: { size: i, lead_id: `lead-${i}` },
    score: i / 20,
    label: 'engaged',
    model_version: '0.5.0',
  }));
  test.each<[string, string, string | Buffer]>([
    ['flat records', 's.jsonl', lines(leads.map((i) => flat(i)))],
    ['flat records, compressed', 's.jsonl.gz', gzipSync(lines(leads.map((i) => flat(i))))],
    ['CSV', 's.csv', csv],
    ['what a second API logs as its predictions', 's.jsonl', lines(full)],
    ['a key inside the input', 's.jsonl', lines(inside)],
    [
      'a lead that is scored again later',
      's.jsonl',
      lines([...leads.map((i) => flat(i)), { ...flat(3, 0.99), timestamp: at(60) }]),
    ],
  ])('%s', async (_, name, text) => {
    const { log, inputs } = await read(text, { name });
    expect(log?.scores).toEqual(expected);
    expect(log?.rejected).toBe(0);
    expect(inputs.files).toContain(path.join(directory, name));
  });

  test('where the policy names the columns of the predictions, and a constant as the version in use', async () => {
    const columns = { predictions: { score: 'payload.p', model_version: { value: '0.4.0' } } };
    const predictions = lines(
      leads.map((i) => ({
        timestamp: at(i),
        input: { lead_id: `lead-${i}` },
        payload: { p: 0.5 },
        label: 'engaged',
      })),
    );
    await writeFile(path.join(directory, 'q.jsonl'), predictions);
    const env = { PREDICTIONS_LOG: 'q.jsonl' };
    const same = leads.map((i) => ({ ...flat(i), score: undefined, payload: { p: i / 20 } }));
    expect((await read(lines(same), { policy: { columns }, env })).log?.scores).toEqual(expected);
    const own = await read(lines(leads.map((i) => flat(i))), { policy: { columns }, env });
    expect(own.log?.scores).toEqual(expected);
  });
});

test('bad rows and rows without a version are counted and said', async () => {
  const { log } = await read(
    `${lines([flat(0), flat(1, 7), flat(2, 0.3, null), { ...flat(3), timestamp: 'yesterday' }])}{"broken`,
  );
  expect(log).toMatchObject({ rows: 5, rejected: 3, scores: [expected[0]] });
  expect(log?.notes.join('; ')).toContain('5 rows, 3 refused; scores of 1 lead by `lead_id`');
  expect(log?.notes.join('; ')).toContain('shadow scores of 1 lead have no model_version');
});

test('without outcomes or a join key it is not read, and the report says why', async () => {
  const without = await read(lines([flat(0)]), { env: { OUTCOMES_PATH: '' } });
  expect(without.log).toMatchObject({ scores: [], notes: [expect.stringContaining('OUTCOMES_PATH')] });
  await writeFile(path.join(directory, 'n.csv'), 'date,engaged\n2026-02-20,1\n');
  const keyless = await read(lines([flat(0)]), { env: { OUTCOMES_PATH: 'n.csv' } });
  expect(keyless.log).toMatchObject({ scores: [], notes: [expect.stringContaining('outcomes.keyColumn')] });
});

test('unset it costs nothing; a path that is not there, or among the predictions, is refused', async () => {
  expect((await read(lines([flat(0)]), { env: { SHADOW_LOG: '' } })).log).toBeNull();
  await expect(read(lines([flat(0)]), { env: { SHADOW_LOG: 'nowhere.jsonl' } })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('SHADOW_LOG: nowhere.jsonl does not exist'),
  });
  const glob = { PREDICTIONS_LOG: '*.jsonl' };
  for (const SHADOW_LOG of ['s.jsonl', './s.jsonl', '*.jsonl'])
    await expect(read(lines([flat(0)]), { env: { ...glob, SHADOW_LOG } })).rejects.toMatchObject({
      code: 'paths-overlap',
      exitCode: 2,
      message: expect.stringContaining('PREDICTIONS_LOG'),
    });
});

test('columns that could be two things are said of this log', async () => {
  const twice = leads.map((i) => ({
    ...flat(i),
    score: undefined,
    predicted_score: i / 20,
    probability: i / 40,
  }));
  await expect(read(lines(twice))).rejects.toMatchObject({
    code: 'shadow-log',
    message: expect.stringContaining('SHADOW_LOG, read as predictions are'),
  });
});
