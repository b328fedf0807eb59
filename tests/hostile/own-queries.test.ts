import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnNames } from '../../src/ingest/engines/duckdb/own-views.ts';
import type { OwnAnswer } from '../../src/ingest/own-figures.ts';
import type { ReferenceData } from '../../src/ingest/sources/tables.ts';
import type { Store } from '../../src/ingest/store.ts';
import { prediction, request, type TestLogs, testLogs, WEEK } from '../support/log-files.ts';

/** Time for the slow queries of this file. */
const LIMITS = { seconds: 30, secondsPerQuery: 0.4, memoryMb: 200, processMb: 500 };

const reference: ReferenceData = {
  present: true,
  location: 'reference.csv',
  rows: 3,
  rejected: 0,
  reasons: [],
  columns: [
    { name: 'country', cells: ['France', 'Spain', null] },
    { name: 'quality', cells: [1, 2, null] },
    { name: 'score', cells: ['a', 'b', 'c'] },
  ],
  scores: [0.25, 0.5, null],
  outcomes: [true, false, null],
};

let logs: TestLogs;
let store: Store;
beforeAll(async () => {
  logs = await testLogs();
  const row = (lead: string | number | null, score: number, input: object, minute = 1) =>
    prediction({ lead, score, input, timestamp: `2026-02-20T11:${String(minute).padStart(2, '0')}:00` });
  await logs.write(
    'p.jsonl',
    [
      row('a', 0.1, { country: 'France', quality: 7 }),
      row('a', 0.3, { country: 'France', quality: 8 }, 2),
      row(12, 0.5, { country: 'Sp"ain\\', quality: 'seven' }, 3),
      row('c', 0.7, { quality: 1, Country: 'x' }, 4),
      row(null, 0.9, { country: 3, quality: 2, score: 'mine' }, 5),
      // Before the window.
      prediction({ lead: 'd', score: 1, timestamp: '2026-02-01T11:00:00' }),
    ].join('\n'),
  );
  await logs.write(
    'r.jsonl',
    [request({ response_ms: 10 }), request({ response_ms: 30, status_code: 500, endpoint: '/x?q=1' })].join(
      '\n',
    ),
  );
  store = await logs.open(['p.jsonl'], 'predictions', {
    reference,
    joinKeys: ['lead'],
    requests: { present: true, location: 'r.jsonl', files: [logs.file('r.jsonl')] },
    ownLimits: LIMITS,
  });
});
afterAll(() => logs.remove());

const outcomes = {
  outcomes: [
    { time: WEEK.start - 1, engaged: true, key: 'a' },
    { time: WEEK.end - 1, engaged: false, key: '12' },
    { time: WEEK.end - 1, engaged: true, key: null, explored: true },
    { time: WEEK.end + 1, engaged: true, key: 'c' },
  ],
};

async function ask(...queries: readonly string[]): Promise<OwnAnswer[]> {
  const answers = await store.ownQueries?.({
    queries: queries.map((sql, i) => ({ id: `q${i}`, sql })),
    window: { predictions: WEEK, requests: WEEK },
    outcomes,
  });
  return queries.map((_, i) => answers?.get(`q${i}`) ?? { ok: false, fault: 'no answer' });
}

const values = async (...selects: readonly string[]): Promise<unknown[]> =>
  (await ask(...selects)).map((answer) => (answer.ok ? answer.value : answer.fault));

describe('the views', () => {
  test('predictions of the window, one newest a lead, with the features as columns', async () => {
    expect(
      await values(
        'select count(*) as value, 0 as leads from predictions',
        'select count(distinct lead) as value, 0 as leads from predictions',
        'select sum(score) as value, 0 as leads from predictions where newest',
        "select count(*) as value, 0 as leads from predictions where country = 'France'",
        `select count(*) as value, 0 as leads from predictions where country = 'Sp"ain\\'`,
        "select count(*) as value, 0 as leads from predictions where country = '3'",
        'select count(*) as value, 0 as leads from predictions where country is null',
      ),
    ).toEqual([5, 4, 0.3 + 0.5 + 0.7 + 0.9, 2, 1, 1, 1].map((n) => expect.closeTo(n, 12)));
  });

  test('a feature has the type that the reference gives it, and another name where its own is taken', async () => {
    expect(
      await values(
        'select sum(quality) as value, 0 as leads from predictions',
        "select count(*) as value, 0 as leads from predictions where input_score = 'mine'",
        'select count(input_Country) as value, 0 as leads from predictions',
        'select sum(score) as value, count(input_score) as leads from reference',
      ),
    ).toEqual([18, 1, 1, 0.75]);
  });

  test('requests, outcomes by lead, the reference and the time of the report', async () => {
    expect(
      await values(
        'select quantile_cont(response_ms, 0.5) as value, count(*) as leads from requests',
        "select count(*) as value, 0 as leads from requests where endpoint = '/x' and status = 500 and not scanner",
        'select count(*) as value, 0 as leads from outcomes',
        'select avg(score) as value, count(*) as leads from predictions p join outcomes o using (lead) where newest',
        'select count(*) filter (engaged and explored) as value, 0 as leads from outcomes',
        'select avg((country is null)::int) as value, count(*) as leads from reference',
        'select count(*) filter (engaged) as value, 0 as leads from reference',
        "select date_diff('hour', window_start, now) as value, 0 as leads from report",
      ),
    ).toEqual([20, 1, 3, 0.4, 1, expect.closeTo(1 / 3, 12), 1, 168]);
  });

  test('names of columns are told apart as SQL does', () => {
    expect(columnNames(['score', 'Score', 'a', 'A', ''], ['score'])).toEqual([
      'input_score',
      'input_Score_2',
      'a',
      'input_A',
      'input_',
    ]);
  });
});

test('every kind of number is one, and nothing else', async () => {
  expect(
    await ask(
      'select 1::hugeint as value, 2::utinyint as leads',
      'select 0.25::decimal(9, 4) as value, 7.0 as leads',
      'select null as value, 3::bigint as leads',
      'select -0.0::double as value, 1 as leads',
    ),
  ).toEqual([
    { ok: true, value: 1, leads: 2 },
    { ok: true, value: 0.25, leads: 7 },
    { ok: true, value: null, leads: 3 },
    { ok: true, value: 0, leads: 1 },
  ]);
  const number = 'value must be a finite number, or null';
  const whole = 'leads must be a whole number, not negative';
  expect(
    await values(
      "select '1' as value, 1 as leads",
      "select 'nan'::double as value, 1 as leads",
      "select 'inf'::float as value, 1 as leads",
      'select true as value, 1 as leads',
      "select interval '1 day' as value, 1 as leads",
      'select [1] as value, 1 as leads',
      'select 1 as value, 0.5 as leads',
      'select 1 as value, -1 as leads',
      'select 1 as value, null as leads',
    ),
  ).toEqual([number, number, number, number, number, number, whole, whole, whole]);
});

test('one select, one row, two columns', async () => {
  const [two, one, columns] = [
    'the query must give one row',
    'the file must hold one statement',
    'the query must give two columns, value and leads',
  ];
  expect(
    await values(
      'select score as value, 1 as leads from predictions',
      'select range as value, 1 as leads from range(100000000)',
      'select 1 as value, 1 as leads where false',
      'select 1 as value, 1 as leads; select 2 as value, 1 as leads',
      '-- id: x',
      '',
      'select 1 as value',
      'select 1 as value, 2 as leads, 3 as more',
      'select 1 as value, 2 as value',
      'select 1 as value, ? as leads',
    ),
  ).toEqual([two, two, two, one, one, one, columns, columns, columns, 'the query has parameters']);
});

describe('what a query must not do', () => {
  test('it reads and writes no file', async () => {
    writeFileSync(logs.file('secret.csv'), 'secret\n1\n');
    const secret = logs.file('secret.csv');
    const faults = await values(
      ...[
        `read_csv('${secret}')`,
        `read_text('${secret}')`,
        `read_blob('${secret}')`,
        `read_json('${secret}')`,
        `read_parquet('${secret}')`,
        `sniff_csv('${secret}')`,
        `glob('${logs.directory}/*')`,
        `'${secret}'`,
      ].map((source) => `select count(*) as value, 9 as leads from ${source}`),
    );
    for (const words of faults) expect(words).toMatch(/Permission Error|Catalog Error/);
    const written = await values(
      `copy (select 1) to '${logs.file('leak.csv')}'`,
      `export database '${logs.file('leak')}'`,
      `import database '${logs.directory}'`,
      `attach '${logs.file('leak.duckdb')}' as leak`,
    );
    for (const words of written) expect(words).toMatch(/must be a select|Permission Error|IO Error/);
    for (const name of ['leak.csv', 'leak', 'leak.duckdb']) expect(existsSync(logs.file(name))).toBe(false);
  });

  test('it changes nothing and sets nothing', async () => {
    const refused = [
      'create table t as select 1',
      'create temp table t as select 1',
      'insert into predictions select * from predictions',
      'delete from predictions',
      'drop table predictions',
      'set memory_limit = "9GB"',
      'set enable_external_access = true',
      'reset lock_configuration',
      'call pragma_version()',
      'install httpfs',
      'load httpfs',
      'explain select 1',
      'checkpoint',
      'begin transaction',
      'pivot predictions on country using count(*)',
      'create secret (type s3)',
      'prepare p as select 1 as value, 1 as leads',
    ];
    for (const words of await values(...refused)) {
      expect(words).toMatch(
        /must be a select|must hold one statement|^(line \d+: )?(Parser|Catalog|Permission) Error/,
      );
    }
    // The ones before left everything as it was.
    expect(await values('select count(*) as value, 0 as leads from predictions')).toEqual([5]);
  });

  test('it reaches no network', async () => {
    let reached = 0;
    const server = createServer((socket) => {
      reached++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const faults = await values(
      `select count(*) as value, 9 as leads from read_csv('http://127.0.0.1:${port}/x.csv')`,
      `select count(*) as value, 9 as leads from 'http://127.0.0.1:${port}/x.parquet'`,
      `attach 'http://127.0.0.1:${port}/x.duckdb' as x (read_only)`,
      `select * from read_json('s3://bucket/x.json')`,
    );
    server.close();
    for (const words of faults) expect(words).toMatch(/Error|must be a select/);
    expect(reached).toBe(0);
  });

  test('it has no end, or needs more memory than there is: the others are answered all the same', async () => {
    const slow = 'it takes longer than 0.4 s';
    // A machine with much to do may run out of time first.
    const either = expect.toBeOneOf([slow, 'it needs more than 200 MB of memory']);
    expect(
      await values(
        'select count(*) as value, 9 as leads from range(1000000000000)',
        'with recursive t as (select 1 as i union all select i + 1 from t) select max(i) as value, 9 as leads from t',
        "select levenshtein(repeat('a', 300000), repeat('b', 300000)) as value, 9 as leads",
        'select 1 as value, 1 as leads',
        'select len(list(a.range)) as value, 9 as leads from range(100000000) a',
        "select length(repeat('x', 4000000000)) as value, 9 as leads",
        'select 2 as value, 1 as leads',
      ),
    ).toEqual([slow, slow, slow, 1, either, either, 2]);
  }, 40_000);

  test('its faults quote no value of the logs', async () => {
    const faults = await values(
      'select max(country::int) as value, 9 as leads from predictions',
      "select error(country) as value, 9 as leads from predictions where country = 'France'",
      'select companysise as value, 1 as leads from predictions',
      '\n\nselect 1 as value, 1 as leads from nowhere',
    );
    expect(faults[0]).toMatch(/^Conversion Error while it ran/);
    expect(faults[1]).toMatch(/ Error while it ran/);
    expect(faults[2]).toMatch(/Binder Error: Referenced column "companysise" not found/);
    expect(faults[3]).toMatch(/^line 3: Catalog Error/);
    expect(faults.join()).not.toContain('France');
  });
});

test('all queries of a report have a time together', async () => {
  const own = await logs.open(['p.jsonl'], 'predictions', {
    ownLimits: { ...LIMITS, seconds: 1.2, secondsPerQuery: 1 },
  });
  const endless = 'select count(*) as value, 9 as leads from range(1000000000000)';
  const answers = await own.ownQueries?.({
    queries: [0, 1, 2].map((i) => ({ id: String(i), sql: endless })),
    window: { predictions: WEEK, requests: WEEK },
    outcomes,
  });
  const faults = [...(answers?.values() ?? [])].map((answer) => (answer.ok ? '' : answer.fault));
  expect(faults).toHaveLength(3);
  expect(faults.at(-1)).toBe('the figures together take longer than 1.2 s');
}, 20_000);
