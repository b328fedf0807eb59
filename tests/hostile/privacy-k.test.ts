import { writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOf } from '../support/hostile/site-files.ts';
import { decodedMail, surfacesOf } from '../support/hostile/surfaces.ts';
import { csvLine, NOW, timeOf } from '../support/hostile/worst-log.ts';
import { type Workplace, workplace } from '../support/run-build.ts';

/** With k = 20, a value shared by fifteen leads is pooled on every surface. */

const K = 20;
const ROWS = 400;
const RARE = 15;
/** `rare` for the first fifteen rows, `common` for the others. */
const value = (row: number, what: string): string => (row < RARE ? `zqmrare${what}` : `zqmcommon${what}`);

const predictions = (): string =>
  Array.from({ length: ROWS }, (_, row) =>
    JSON.stringify({
      timestamp: timeOf(row, ROWS),
      input: {
        industry: value(row, 'industry'),
        quality: row % 30,
        tags: [value(row, 'nested')],
        mixed: row % 2 === 0 ? row : value(row, 'mixed'),
        summary: `A lead with ${value(row, 'word')} number ${row} and some words beside`,
      },
      score: ((row * 37) % 100) / 100,
      label: row < RARE ? 'zqmrarelabel' : 'engaged',
      inference_ms: 0.5,
      model_version: '1',
    }),
  ).join('\n');

const requests = (): string =>
  Array.from({ length: ROWS }, (_, row) =>
    JSON.stringify({
      timestamp: timeOf(row, ROWS),
      endpoint: `/${value(row, 'endpoint')}`,
      method: 'POST',
      status_code: 200,
      response_ms: 5,
    }),
  ).join('\n');

const reference = (): string =>
  csvLine(['industry', 'quality', 'employer']) +
  Array.from({ length: 200 }, (_, row) =>
    csvLine([value(row, 'reference'), row % 30, value(row, 'employer')]),
  ).join('');

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  await writeFile(place.path('p.jsonl'), predictions());
  await writeFile(place.path('r.jsonl'), requests());
  await writeFile(place.path('reference.csv'), reference());
  await writeFile(place.path('policy.json'), JSON.stringify({ privacy: { k: K } }));
  const env = {
    PREDICTIONS_LOG: 'p.jsonl',
    API_REQUESTS_LOG: 'r.jsonl',
    REFERENCE_DATA_PATH: 'reference.csv',
    POLICY_PATH: 'policy.json',
  };
  for (const now of ['2026-02-20T12:00:00Z', NOW]) {
    const ended = await place.build({ ...env, NOW: now, REPORT_ID: now === NOW ? 'today' : 'before' });
    if (ended.code !== 0) throw new Error(ended.stderr);
  }
});
afterAll(() => place.remove());

const rareIn = (files: ReadonlyMap<string, Buffer>): string[] =>
  [...files].flatMap(([name, bytes]) => {
    const text = `${name}\n${(name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')}`;
    return [...new Set(text.match(/zqmrare\w+/gi) ?? [])].map((hit) => `${name}: ${hit}`);
  });

test('what many share is shown, so that the search would find what it looks for', async () => {
  const page = (await filesOf(place.path('dist/drift/industry'))).get('index.html')?.toString();
  expect(page).toContain('zqmcommonindustry');
  const { drift, health } = await place.report();
  expect(drift.features.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['industry', 'employer', 'tags']),
  );
  expect(health.endpoints.map(({ endpoint }) => endpoint)).toContain('/zqmcommonendpoint');
});

test('nothing that fewer share is in the site, its search, tooltips, JSON, CSV and comparison, or in the archive', async () => {
  const site = await filesOf(place.path('dist'));
  expect([...site.keys()].filter((name) => /^compare\/.*json$/.test(name)).length).toBeGreaterThan(0);
  expect(rareIn(site)).toEqual([]);
  expect(rareIn(await filesOf(place.path('archive')))).toEqual([]);
});

test('nor in the mail and its attachment, the messages and the exported report', async () => {
  const { codes, mail, ...texts } = await surfacesOf(place, { POLICY_PATH: place.path('policy.json') });
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  expect([decodedMail(mail), ...Object.values(texts)].join('\n')).not.toMatch(/zqmrare/i);
});
