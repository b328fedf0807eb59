import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/ingest/store.ts';
import { columnsPolicy } from '../../../src/settings/columns-policy.ts';
import { DAY, NOW, type OpenStore, REFERENCE, WEEK } from './fixture.ts';
import { countOf, quantile } from './oracle.ts';

/** A prediction whatever its log calls the fields. */
interface Lead {
  readonly time: number;
  readonly score: number;
  readonly amount: number;
  readonly size: string;
  readonly id: string;
}

const LEADS: readonly Lead[] = Array.from({ length: 60 }, (_, i) => ({
  time: NOW - 2 * DAY + i * 60_000,
  score: ((i * 37) % 100) / 100,
  amount: i % 7,
  size: ['small', 'large', 'a "quoted" \\ one'][i % 3] ?? '',
  id: `lead-${i}`,
}));

const iso = (time: number): string => new Date(time).toISOString();
const featuresOf = ({ amount, size }: Lead) => ({ amount, size });
const labelOf = ({ score }: Lead): string => (score > 0.5 ? 'engaged' : 'not_engaged');

interface Layout {
  readonly name: string;
  readonly record: (lead: Lead, i: number) => unknown;
  readonly policy?: unknown;
  /** Remarks that say what was understood; the wording is for people, these words must be in it. */
  readonly told?: readonly string[];
  readonly version?: string | null;
}

const LAYOUTS: readonly Layout[] = [
  {
    name: 'the columns of an API with a database',
    record: (lead) => ({
      created_at: iso(lead.time),
      input_features: featuresOf(lead),
      predicted_score: lead.score,
      inference_time_ms: lead.amount,
      model_version: 'v3',
    }),
    told: ['`created_at` was read as the time', '`predicted_score` was read as the score', 'no label'],
    version: 'v3',
  },
  {
    name: 'nested columns, seconds since 1970 and a constant version',
    record: (lead) => ({
      meta: { 'sent.at': lead.time / 1000 },
      payload: { features: featuresOf(lead), probability: lead.score, took: lead.amount },
      verdict: labelOf(lead),
    }),
    policy: {
      predictions: {
        timestamp: ['meta', 'sent.at'],
        input: 'payload.features',
        score: 'payload.probability',
        label: 'verdict',
        inference_ms: 'payload.took',
        model_version: { value: "it's 0.3.0" },
      },
    },
    version: "it's 0.3.0",
  },
  {
    name: 'features at the top level, and milliseconds',
    record: (lead) => ({ ts: lead.time, score: lead.score, inference_ms: lead.amount, ...featuresOf(lead) }),
    policy: { predictions: { input: '*', label: { from: 'score' } } },
    told: ['`ts` was read as the time'],
    version: null,
  },
  {
    name: 'features as JSON text',
    record: (lead) => ({
      timestamp: iso(lead.time),
      input: JSON.stringify(featuresOf(lead), null, 1),
      proba: lead.score,
      prediction: labelOf(lead),
      latency_ms: lead.amount,
    }),
    told: ['`proba` was read as the score', '`prediction` was read as the label'],
    version: null,
  },
  {
    name: 'names that changed in the middle of the file',
    record: (lead, i) =>
      i < 30
        ? {
            timestamp: iso(lead.time),
            input: featuresOf(lead),
            score: lead.score,
            label: labelOf(lead),
            inference_ms: lead.amount,
          }
        : {
            time: iso(lead.time),
            features: featuresOf(lead),
            prob: lead.score,
            label: labelOf(lead),
            duration_ms: lead.amount,
          },
    told: ['`time` was read as the time', '`features` was read as the features'],
    version: null,
  },
  {
    name: 'names that differ in case alone, or look like SQL or prototypes',
    record: (lead) => ({
      Timestamp: 'not this one',
      timestamp: iso(lead.time),
      "'); drop table requests; --": { '"': lead.score },
      constructor: { __proto__: null, toString: featuresOf(lead) },
      INFERENCE_MS: -1,
      inference_ms: lead.amount,
    }),
    policy: {
      predictions: {
        timestamp: 'timestamp',
        score: ["'); drop table requests; --", '"'],
        input: 'constructor.toString',
      },
      requests: { endpoint: 'Endpoint', method: 'endpoint' },
    },
    version: null,
  },
];

/** The same rows must give the same answers whatever the log calls its fields. */
export function columnContract(open: OpenStore): void {
  describe.each(LAYOUTS)('reads $name', ({ record, policy, told = [], version }) => {
    test('as its rows say', async () => {
      await withLog(
        open,
        LEADS.map((lead, i) => JSON.stringify(record(lead, i))),
        policy,
        async (store) => {
          const quality = await store.quality('predictions');
          expect(quality).toMatchObject({ rows: 60, rejected: 0, labelDisagreements: 0 });
          expect([quality.first, quality.last]).toEqual([LEADS[0]?.time, LEADS.at(-1)?.time]);
          for (const words of told) expect(quality.notes.join('\n')).toContain(words);
          const median = quantile(
            LEADS.map(({ score }) => score),
            0.5,
          );
          expect((await store.quantiles('score', WEEK, [0.5])).values).toEqual([median]);
          const took = LEADS.map(({ amount }) => amount);
          expect((await store.quantiles('inferenceMs', WEEK, [0.9])).values).toEqual([quantile(took, 0.9)]);
          expect(new Map((await store.labels(WEEK)).map(({ label, count }) => [label, count]))).toEqual(
            countOf(LEADS.map(labelOf)),
          );
          expect((await store.newestPredictions(WEEK, 1))[0]).toMatchObject({
            time: LEADS.at(-1)?.time,
            modelVersion: version,
          });
          await expectFeatures(store);
        },
      );
    });
  });

  test('refuses what is no record, also where a column is a constant and where features stand at the top level', async () => {
    const policy = {
      predictions: { input: '*', model_version: { value: '1' }, label: { value: 'engaged' } },
    };
    const good = JSON.stringify({ timestamp: iso(NOW), score: 0.5, amount: 1 });
    await withLog(
      open,
      [good, 'broken', '[1]', '"x"', '{"score": 0.5, "amount": 1}'],
      policy,
      async (store) => {
        const { rows, reasons } = await store.quality('predictions');
        expect(rows).toBe(5);
        expect(new Map(reasons.map(({ code, count }) => [code, count]))).toEqual(
          new Map([
            ['broken-json', 1],
            ['not-an-object', 2],
            ['missing-timestamp', 1],
          ]),
        );
      },
    );
  });

  test('names both columns that could be the time, and the line that decides', async () => {
    const line = JSON.stringify({
      created_at: '2026-02-20T10:00:00Z',
      ts: '2026-02-20T11:00:00Z',
      input: {},
      score: 0.5,
    });
    const opening = withLog(open, [line], undefined, async () => undefined);
    await expect(opening).rejects.toMatchObject({ code: 'log-columns-ambiguous', exitCode: 2 });
    await expect(opening).rejects.toThrow(/`created_at` and `ts`.*"timestamp": "created_at"/s);
    await withLog(open, [line], { predictions: { timestamp: 'ts' } }, async (store) => {
      expect((await store.quality('predictions')).first).toBe(Date.parse('2026-02-20T11:00:00Z'));
    });
  });

  test('refuses a column that is nested too deeply to be read, and goes on', async () => {
    const deep = `${'{"payload":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const good = JSON.stringify({
      timestamp: iso(NOW),
      payload: { score: 0.25 },
      input: {},
      label: 'engaged',
    });
    await withLog(open, [good, deep, good], { predictions: { score: 'payload.score' } }, async (store) => {
      const { rows, rejected } = await store.quality('predictions');
      expect([rows, rejected]).toEqual([3, 1]);
    });
  });

  test('reads the requests of an API with a database', async () => {
    const lines = LEADS.map((lead, i) =>
      JSON.stringify({
        created_at: iso(lead.time),
        route: '/predict?x=1',
        http_method: 'post',
        status: i < 6 ? 500 : 200,
        duration_ms: i,
      }),
    );
    await withLog(
      open,
      [],
      undefined,
      async (store) => {
        expect(await store.quality('requests')).toMatchObject({ rows: 60, rejected: 0 });
        const groups = await store.requestGroups(WEEK, 10);
        expect(
          groups.map(({ endpoint, method, statusCode, count }) => [endpoint, method, statusCode, count]),
        ).toEqual([
          ['/predict', 'POST', 200, 54],
          ['/predict', 'POST', 500, 6],
        ]);
        expect((await store.quantiles('responseMs', WEEK, [1])).values).toEqual([59]);
      },
      lines,
    );
  });
}

async function expectFeatures(store: Store): Promise<void> {
  const profiles = new Map((await store.features(WEEK)).map((profile) => [profile.name, profile]));
  const own = [...profiles]
    .filter(([, { production }]) => production !== null && production.missing < production.rows)
    .map(([name]) => name);
  expect(own.sort()).toEqual(['amount', 'size']);
  const { table } = await store.numericTable('amount', WEEK);
  const counts = countOf(LEADS.map(({ amount }) => amount));
  expect(
    [...table.values].map((value, i) => [value, table.production[i]]).filter(([, n]) => n !== 0),
  ).toEqual([...counts].sort(([a], [b]) => a - b));
  const sizes = (await store.categoricalTable('size', WEEK)).table;
  expect(
    new Map(
      sizes.categories.map((name, i) => [name, sizes.production[i] ?? 0]).filter(([, n]) => n !== 0) as [
        string,
        number,
      ][],
    ),
  ).toEqual(countOf(LEADS.map(({ size }) => size)));
}

async function withLog(
  open: OpenStore,
  lines: readonly string[],
  policy: unknown,
  work: (store: Store) => Promise<void>,
  requestLines: readonly string[] = [],
): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'columns-'));
  try {
    const input = async (name: string, own: readonly string[]) => {
      const file = path.join(directory, name);
      await writeFile(file, `${own.join('\n')}\n`);
      return { present: true, location: name, files: own.length === 0 ? [] : [file] } as const;
    };
    const store = await open({
      predictions: await input('predictions.jsonl', lines),
      requests: await input('requests.jsonl', requestLines),
      reference: REFERENCE,
      now: NOW,
      joinKeys: [],
      columns: columnsPolicy.parse(policy ?? {}),
    });
    try {
      await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}
