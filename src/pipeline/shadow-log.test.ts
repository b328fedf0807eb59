import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  jsonLines,
  readShadow,
  SHADOW_LEADS,
  scoredAt,
  shadowRecord,
} from '../../tests/support/shadow-log.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'shadow-'));
});
afterEach(() => rm(directory, { recursive: true }));

const expected = SHADOW_LEADS.map((i) => ({
  key: `lead-${i}`,
  version: '0.5.0',
  time: Date.parse(scoredAt(i)),
  score: i / 20,
}));

const read = (shadow: string | Buffer, given: Omit<Parameters<typeof readShadow>[1], 'shadow'> = {}) =>
  readShadow(directory, { shadow, ...given });

describe('a log of shadow scores gives the first score of each lead', () => {
  const csv = `timestamp,lead_id,score,model_version\n${SHADOW_LEADS.map((i) => `${scoredAt(i)},lead-${i},${i / 20},0.5.0\n`).join('')}`;
  const full = SHADOW_LEADS.map((i) => ({ ...shadowRecord(i), label: 'engaged', input: { size: i } }));
  const inside = SHADOW_LEADS.map((i) => ({
    timestamp: scoredAt(i),
    input: { size: i, lead_id: `lead-${i}` },
    score: i / 20,
    label: 'engaged',
    model_version: '0.5.0',
  }));
  test.each<[string, string, string | Buffer]>([
    ['flat records', 's.jsonl', jsonLines(SHADOW_LEADS.map((i) => shadowRecord(i)))],
    ['flat records, compressed', 's.jsonl.gz', gzipSync(jsonLines(SHADOW_LEADS.map((i) => shadowRecord(i))))],
    ['CSV', 's.csv', csv],
    ['what a second API logs as its predictions', 's.jsonl', jsonLines(full)],
    ['a key inside the input', 's.jsonl', jsonLines(inside)],
    [
      'a lead that is scored again later',
      's.jsonl',
      jsonLines([
        ...SHADOW_LEADS.map((i) => shadowRecord(i)),
        { ...shadowRecord(3, 0.99), timestamp: scoredAt(60) },
      ]),
    ],
  ])('%s', async (_, name, text) => {
    const { log, inputs } = await read(text, { name });
    expect(log?.scores).toEqual(expected);
    expect(log?.rejected).toBe(0);
    expect(inputs.files).toContain(path.join(directory, name));
  });

  test('where the policy names the columns of the predictions, and a constant as the version in use', async () => {
    const columns = { predictions: { score: 'payload.p', model_version: { value: '0.4.0' } } };
    const predictions = jsonLines(
      SHADOW_LEADS.map((i) => ({
        timestamp: scoredAt(i),
        input: { lead_id: `lead-${i}` },
        payload: { p: 0.5 },
        label: 'engaged',
      })),
    );
    await writeFile(path.join(directory, 'q.jsonl'), predictions);
    const env = { PREDICTIONS_LOG: 'q.jsonl' };
    const same = SHADOW_LEADS.map((i) => ({ ...shadowRecord(i), score: undefined, payload: { p: i / 20 } }));
    expect((await read(jsonLines(same), { policy: { columns }, env })).log?.scores).toEqual(expected);
    const own = await read(jsonLines(SHADOW_LEADS.map((i) => shadowRecord(i))), { policy: { columns }, env });
    expect(own.log?.scores).toEqual(expected);
  });
});

test('bad rows and rows without a version are counted and said', async () => {
  const { log } = await read(
    `${jsonLines([shadowRecord(0), shadowRecord(1, 7), shadowRecord(2, 0.3, null), { ...shadowRecord(3), timestamp: 'yesterday' }])}{"broken`,
  );
  expect(log).toMatchObject({ rows: 5, rejected: 3, scores: [expected[0]] });
  expect(log?.notes.join('; ')).toContain('5 rows, 3 refused; scores of 1 lead by `lead_id`');
  expect(log?.notes.join('; ')).toContain('shadow scores of 1 lead have no model_version');
});

test('without outcomes or a join key it is not read, and the report says why', async () => {
  const without = await read(jsonLines([shadowRecord(0)]), { env: { OUTCOMES_PATH: '' } });
  expect(without.log).toMatchObject({ scores: [], notes: [expect.stringContaining('OUTCOMES_PATH')] });
  await writeFile(path.join(directory, 'n.csv'), 'date,engaged\n2026-02-20,1\n');
  const keyless = await read(jsonLines([shadowRecord(0)]), { env: { OUTCOMES_PATH: 'n.csv' } });
  expect(keyless.log).toMatchObject({ scores: [], notes: [expect.stringContaining('outcomes.keyColumn')] });
});

test('unset it costs nothing; a path that is not there, or among the predictions, is refused', async () => {
  expect((await read(jsonLines([shadowRecord(0)]), { env: { SHADOW_LOG: '' } })).log).toBeNull();
  await expect(
    read(jsonLines([shadowRecord(0)]), { env: { SHADOW_LOG: 'nowhere.jsonl' } }),
  ).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('SHADOW_LOG: nowhere.jsonl does not exist'),
  });
  const glob = { PREDICTIONS_LOG: '*.jsonl' };
  for (const SHADOW_LOG of ['s.jsonl', './s.jsonl', '*.jsonl'])
    await expect(read(jsonLines([shadowRecord(0)]), { env: { ...glob, SHADOW_LOG } })).rejects.toMatchObject({
      code: 'paths-overlap',
      exitCode: 2,
      message: expect.stringContaining('PREDICTIONS_LOG'),
    });
});

test('columns that could be two things are said of this log', async () => {
  const twice = SHADOW_LEADS.map((i) => ({
    ...shadowRecord(i),
    score: undefined,
    predicted_score: i / 20,
    probability: i / 40,
  }));
  await expect(read(jsonLines(twice))).rejects.toMatchObject({
    code: 'shadow-log',
    message: expect.stringContaining('SHADOW_LOG, read as predictions are'),
  });
});
