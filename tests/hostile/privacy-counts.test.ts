import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countedLeads, exactCounts, OUTCOME_MS, referenceLeads } from '../support/counted-world.ts';
import { filesOf } from '../support/hostile/site-files.ts';
import { decodedMail, surfacesOf } from '../support/hostile/surfaces.ts';
import { csvLine } from '../support/hostile/worst-log.ts';
import { numbersIn } from '../support/numbers-in-text.ts';
import { type Workplace, workplace } from '../support/run-build.ts';

/** No surface tells an exact count of leads: they are distinctive numbers here, and searched for in all that is made. */

const NOW = '2026-02-20T12:00:00Z';
const MATURITY_DAYS = 10;
const TRAINED_AT = '2026-01-11T00:00:00Z';
const now = Date.parse(NOW);
const leads = countedLeads({ leads: 2_613, days: 60, now, told: 0.83 });
const before = referenceLeads(now);

const time = (ms: number): string => new Date(ms).toISOString();

let place: Workplace;
/** Counts of leads that are no multiples of k, nor by chance those of rows or requests. */
let exact: readonly number[];

beforeAll(async () => {
  place = await workplace();
  const predictions = leads.flatMap((lead) =>
    Array.from({ length: lead.rows }, (_, row) =>
      JSON.stringify({
        timestamp: time(lead.time + row * 1_717),
        input: { lead: lead.key, industry: lead.industry, employees: lead.employees, summary: lead.summary },
        score: lead.score,
        label: lead.score > 0.5 ? 'engaged' : 'not_engaged',
        inference_ms: 0.5,
        model_version: lead.version,
      }),
    ),
  );
  const requests = leads.map((lead) =>
    JSON.stringify({
      timestamp: time(lead.time),
      endpoint: '/predict',
      method: 'POST',
      status_code: 200,
      response_ms: 5,
    }),
  );
  const known = leads.filter((lead) => lead.engaged !== null && lead.time + OUTCOME_MS <= now);
  // Outcomes of leads that nobody scored, so that rows are not leads.
  const strangers = Array.from({ length: 61 }, (_, i) =>
    csvLine([`stranger-${i}`, time(now - 86_400_000), 0]),
  );
  await writeFile(place.path('p.jsonl'), predictions.join('\n'));
  await writeFile(place.path('r.jsonl'), requests.join('\n'));
  await writeFile(
    place.path('outcomes.csv'),
    csvLine(['lead', 'date', 'engaged']) +
      known.map((lead) => csvLine([lead.key, time(lead.time + OUTCOME_MS), lead.engaged ? 1 : 0])).join('') +
      strangers.join(''),
  );
  await writeFile(
    place.path('reference.csv'),
    csvLine(['industry', 'employees', 'summary', 'score', 'engaged']) +
      before
        .map((lead) =>
          csvLine([lead.industry, lead.employees, lead.summary, lead.score, lead.engaged ? 1 : 0]),
        )
        .join(''),
  );
  await writeFile(
    place.path('policy.json'),
    JSON.stringify({
      outcomes: { keyColumn: 'lead', maturityDays: MATURITY_DAYS },
      reference: { scores: 'holdout' },
      model: { trainedAt: TRAINED_AT },
      segments: ['industry'],
    }),
  );
  const env = {
    PREDICTIONS_LOG: 'p.jsonl',
    API_REQUESTS_LOG: 'r.jsonl',
    OUTCOMES_PATH: 'outcomes.csv',
    REFERENCE_DATA_PATH: 'reference.csv',
    POLICY_PATH: 'policy.json',
  };
  // Two, so that pages with comparisons have content.
  for (const at of ['2026-02-19T12:00:00Z', NOW]) {
    const ended = await place.build({ ...env, NOW: at });
    if (ended.code !== 0) throw new Error(ended.stderr);
  }
  const { inputs, health, scores } = await place.report();
  const traffic = new Set([
    ...[inputs.predictions, inputs.requests].flatMap((log) => [log.rows, log.inWindow, log.beforeWindow]),
    ...[inputs.outcomes.rows, inputs.reference.rows],
    ...Object.values(health.traffic).filter((value) => typeof value === 'number'),
    ...[health.lastDay?.total ?? 0, health.successRate.total],
    ...scores.series.points.map(({ count }) => count),
    ...health.series.points.map(({ count }) => count),
  ]);
  exact = [
    ...exactCounts(leads, { now, window: 7, maturityDays: MATURITY_DAYS, trainedAt: TRAINED_AT }),
  ].filter(
    // Sizes and places of drawings are small numbers.
    (count) => count > 400 && count % 5 !== 0 && !traffic.has(count),
  );
});
afterAll(() => place.remove());

/** What a reader of a page reads: text, and attributes that are read out or looked at. */
const readable = (html: string): string =>
  [
    html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' '),
    ...[...html.matchAll(/\b(?:aria-label|title|alt|content|data-[a-z-]+)="([^"]*)"/g)].map(
      ([, text]) => text,
    ),
  ].join('\n');

const told = (name: string, text: string): string[] =>
  [...new Set(numbersIn(text.replaceAll('&nbsp;', ' ')))]
    .filter((number) => exact.includes(number))
    .map((number) => `${number} in ${name}`);

test('the counts are there to be found, and there are many', async () => {
  expect(exact.length).toBeGreaterThan(12);
  const { performance, retraining, inputs } = await place.report();
  expect(performance?.realised?.n).toBeGreaterThan(200);
  // Control: the same search finds a count that may be told.
  const health = (await filesOf(place.path('dist/health'))).get('index.html')?.toString() ?? '';
  expect(numbersIn(readable(health))).toContain(inputs.predictions.inWindow);
  expect(retraining.triggers.find(({ id }) => id === 'new-examples')?.explanation).toMatch(
    /\d{3} labelled leads since/,
  );
});

test('no page, table, feed or metric of the site tells one, nor the archive', async () => {
  const files = [...(await filesOf(place.path('dist'))), ...(await filesOf(place.path('archive')))];
  const texts = files.filter(([name]) => /\.(?:html|json|csv|xml|prom|txt|md)$/.test(name));
  expect(texts.length).toBeGreaterThan(60);
  expect(
    texts.flatMap(([name, bytes]) =>
      told(name, name.endsWith('.html') ? readable(bytes.toString()) : bytes.toString()),
    ),
  ).toEqual([]);
});

test('nor a mail, its attachment, a message or the job summary', async () => {
  const { codes, mail, mailHtml, exported, slack, webhook, annotations, summary } = await surfacesOf(place, {
    POLICY_PATH: place.path('policy.json'),
  });
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  const pages = { mail: decodedMail(mail), mailHtml, exported };
  const texts = { slack, webhook, annotations, summary };
  expect([
    ...Object.entries(pages).flatMap(([name, html]) => told(name, readable(html))),
    ...Object.entries(texts).flatMap(([name, text]) => told(name, text)),
  ]).toEqual([]);
});
