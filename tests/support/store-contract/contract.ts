import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/ingest/store.ts';
import { columnContract } from './columns.ts';
import { episodeContract } from './episodes.ts';
import { featureContract } from './features.ts';
import {
  BAD_PREDICTIONS,
  BAD_REQUESTS,
  type ContractContext,
  type ContractFixture,
  DAY,
  makeFixture,
  NOW,
  type OpenStore,
  WEEK,
} from './fixture.ts';
import { keyContract } from './keys.ts';
import { countOf, within } from './oracle.ts';
import { seriesContract } from './series.ts';

/**
 * The contract of `Store` as tests, which every engine must pass: `storeContract('DuckDB', openDuckdbStore)`. Expected
 * values are computed in plain JavaScript from the rows written.
 */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name} keeps the store contract`, () => {
    let store: Store;
    let fixture: ContractFixture;
    beforeAll(async () => {
      fixture = await makeFixture();
      store = await open(fixture.input);
    });
    afterAll(async () => {
      await store.close();
      await fixture.remove();
    });
    const context = { store: () => store, fixture: () => fixture };
    qualityContract(context);
    seriesContract(context);
    featureContract(context);
    episodeContract(context);
    absentContract(open);
    keyContract(open);
    columnContract(open);
  });
}

function qualityContract({ store, fixture }: ContractContext): void {
  test('counts refused rows by reason and shows where they stand', async () => {
    const quality = await store().quality('predictions');
    const { predictions } = fixture();
    expect(quality).toMatchObject({
      present: true,
      location: 'logs',
      files: ['a.jsonl', 'b.jsonl'],
      rows: predictions.length + BAD_PREDICTIONS.length,
      rejected: BAD_PREDICTIONS.length,
    });
    const expected = countOf(BAD_PREDICTIONS.map(([, code]) => code));
    expect(new Map(quality.reasons.map((r) => [r.code, r.count]))).toEqual(expected);
    const missing = quality.reasons.find((reason) => reason.code === 'missing-score');
    const line = 2 + BAD_PREDICTIONS.findIndex(([, code]) => code === 'missing-score');
    expect(missing?.samples).toMatchObject([{ file: 'b.jsonl', line, field: 'score' }]);
    expect(JSON.stringify(quality.reasons)).not.toContain('yesterday');
  });

  test('counts refused requests by reason, and says which names the fields have', async () => {
    const { rows, rejected, reasons, notes } = await store().quality('requests');
    const { requests } = fixture();
    expect([rows, rejected]).toEqual([requests.length + BAD_REQUESTS.length, BAD_REQUESTS.length]);
    const expected = countOf(BAD_REQUESTS.map(([, code]) => code));
    expect(new Map(reasons.map((r) => [r.code, r.count]))).toEqual(expected);
    const status = reasons.find((reason) => reason.code === 'impossible-status');
    const first = 1 + requests.length + BAD_REQUESTS.findIndex(([, code]) => code === 'impossible-status');
    expect(status?.samples.map(({ line }) => line)).toEqual([first, first + 1, first + 2]);
    const byPath = requests.filter((_, i) => i % 2 === 1).length;
    expect(notes).toEqual([
      `\`path\` and \`response_time_ms\` are read as \`endpoint\` and \`response_ms\` (${byPath} rows)`,
    ]);
  });

  test('says what lies after now, the first and last time, and which labels disagree', async () => {
    const quality = await store().quality('predictions');
    const { predictions } = fixture();
    const past = predictions.filter((row) => row.time <= NOW);
    expect(quality.afterNow).toBe(predictions.length - past.length);
    expect(quality.first).toBe(Math.min(...past.map((row) => row.time)));
    expect(quality.last).toBe(Math.max(...past.map((row) => row.time)));
    const disagree = predictions.filter((row) => (row.label === 'engaged') !== row.score > 0.5);
    expect(quality.labelDisagreements).toBe(disagree.length);
  });

  test('takes a range as open at its start and closed at its end', async () => {
    const [first, , third] = within(fixture().requests, WEEK);
    const range = { start: first?.time ?? 0, end: third?.time ?? 0 };
    expect(await store().count('requests', range)).toBe(2);
    expect(await store().count('requests', { start: NOW, end: NOW + DAY })).toBe(0);
  });
}

function absentContract(open: OpenStore): void {
  test('answers with nothing where there are no logs', async () => {
    const absent = { present: false, location: 'logs/none.jsonl' } as const;
    const nothing = { ...EMPTY_REFERENCE, location: 'none.csv' };
    const store = await open({
      predictions: absent,
      requests: absent,
      reference: nothing,
      now: NOW,
      joinKeys: [],
    });
    expect(await store.quality('requests')).toMatchObject({
      present: false,
      rows: 0,
      first: null,
      last: null,
    });
    expect(await store.features(WEEK)).toEqual([]);
    expect(await store.predictionSeries(WEEK, DAY)).toEqual([]);
    expect((await store.numericTable('x', WEEK)).table.values).toHaveLength(0);
    const rule = {
      kind: 'error-share',
      threshold: 0.05,
      windowMs: 1,
      minimumEvents: 1,
      maximumMs: 1,
    } as const;
    expect(await store.episodes(rule, WEEK)).toEqual({ events: 0, newest: null, episodes: [] });
    await store.close();
  });
}

const EMPTY_REFERENCE = {
  present: false,
  rows: 0,
  rejected: 0,
  reasons: [],
  columns: [],
  scores: null,
  outcomes: null,
};
