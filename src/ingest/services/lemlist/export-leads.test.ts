import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  API_KEY,
  type FakeActivity,
  type FakeLemlist,
  startFakeLemlist,
} from '../../../../tests/support/fake-lemlist.ts';
import { sendJson } from '../../../../tests/support/mlflow-server.ts';
import type { ActivityProgress } from './activities.ts';
import { lemlistClient } from './client.ts';
import { type ExportOptions, exportLeads } from './export-leads.ts';
import { ENGAGED_TYPES } from './label-leads.ts';

let fake: FakeLemlist;
let slept: number[];
let now: number;
let saved: Map<string, ActivityProgress>;

beforeEach(async () => {
  fake = await startFakeLemlist();
  slept = [];
  saved = new Map();
  now = Date.parse('2026-02-20T12:00:00Z');
});
afterEach(() => fake.close());

const day = (date: string): string => `2026-${date}T10:00:00.000Z`;

const activity = (id: number, type: string, date: string, lead: string): FakeActivity => ({
  _id: `act_${id}`,
  type,
  createdAt: day(date),
  leadId: `lea_${lead}`,
  leadEmail: `${lead}@example.org`,
  leadFirstName: 'Secret',
});

const keyOf = (lead: string): string =>
  createHmac('sha256', 'secret').update(`${lead}@example.org`).digest('hex').slice(0, 16);

function run(overrides: Partial<ExportOptions> & { apiKey?: string } = {}) {
  const { apiKey = API_KEY, ...rest } = overrides;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
  return exportLeads({
    client: lemlistClient({ apiKey, baseUrl: `${fake.url}/api`, clock, timeoutMs: 2000 }),
    campaigns: [],
    since: null,
    columns: [],
    rule: { engagedTypes: new Set(ENGAGED_TYPES), maturityDays: 7, now: '2026-02-20T12:00:00Z' },
    hashKey: 'secret',
    progress: {
      read: async (part) => saved.get(part) ?? null,
      write: async (part, progress) => void saved.set(part, structuredClone(progress)),
    },
    ...rest,
  });
}

/** Newest first: `n` sent e-mails to as many leads, one a minute. */
const manySent = (n: number): FakeActivity[] =>
  Array.from({ length: n }, (_, i) => ({
    ...activity(i, 'emailsSent', '01-10', `lead${i}`),
    createdAt: new Date(Date.parse(day('01-10')) - i * 60_000).toISOString(),
  }));

test('merges activities by lead: replied is engaged, silent is not, lately contacted is left out', async () => {
  fake.activities = [
    activity(5, 'emailsSent', '02-18', 'carl'),
    activity(4, 'emailsReplied', '02-03', 'ada'),
    activity(3, 'emailsOpened', '02-02', 'bob'),
    activity(2, 'emailsSent', '02-01', 'bob'),
    activity(1, 'emailsSent', '01-30', 'ada'),
  ];
  const result = await run();
  expect(result.header).toEqual(['lead_key', 'date', 'engaged']);
  expect(result.rows).toEqual([
    [keyOf('ada'), '2026-01-30', '1'],
    [keyOf('bob'), '2026-02-01', '0'],
  ]);
  expect(result.counts).toEqual({ leads: 2, engaged: 1, tooRecent: 1, neverContacted: 0 });
  expect(JSON.stringify([result, [...saved]])).not.toMatch(/example\.org|Secret/);
});

test('reads every page, 100 at a time, and keeps to the remaining requests that the headers tell', async () => {
  fake.activities = manySent(250);
  fake.intercept = (_, response) => {
    response.setHeader('X-RateLimit-Remaining', fake.seen.length === 2 ? '0' : '7');
    response.setHeader('Retry-After', '2');
    return false;
  };
  const result = await run();
  expect(result.activities).toBe(250);
  expect(fake.seen.map(({ path }) => /offset=(\d+)/.exec(path)?.[1])).toEqual(['0', '100', '200']);
  expect(slept).toEqual([2000]);
});

test('waits as long as a 429 asks, in seconds or until a date, then goes on', async () => {
  fake.activities = manySent(3);
  let refusals = 0;
  fake.intercept = (_, response) => {
    refusals += 1;
    if (refusals > 2) return false;
    response.setHeader('Retry-After', refusals === 1 ? '3' : new Date(now + 5000).toUTCString());
    sendJson(response, 429, { error: 'Too many requests' });
    return true;
  };
  expect((await run()).activities).toBe(3);
  expect(slept).toEqual([3000, 5000]);
});

test('gives up when the wait that is asked for is too long', async () => {
  fake.intercept = (_, response) => {
    response.setHeader('Retry-After', '3600');
    sendJson(response, 429, {});
    return true;
  };
  await expect(run()).rejects.toThrow(/asks to wait 3600 s/);
});

test('a server error is tried again after 1, 2, 4 … seconds, six times in all', async () => {
  fake.intercept = (_, response) => {
    sendJson(response, 503, {});
    return true;
  };
  await expect(run()).rejects.toThrow(/gave up after 6 tries; the last one ended with: HTTP 503/);
  expect(slept).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000]);
});

test('activities that arrive while it reads repeat some and hide none', async () => {
  fake.activities = manySent(250);
  fake.intercept = (request) => {
    if (request.path.includes('offset=100'))
      fake.activities = [activity(9000, 'emailsSent', '01-11', 'late'), ...fake.activities];
    return false;
  };
  const result = await run();
  // The 250 of the start; the one that arrived behind the reader's back belongs to the next export.
  expect(result.counts.leads).toBe(250);
  expect(new Set(result.rows.map((row) => row[0])).size).toBe(250);
});

test('goes on where it was interrupted, and fetches what arrived since', async () => {
  fake.activities = manySent(350);
  fake.intercept = (request, response) => {
    if (!request.path.includes('offset=200')) return false;
    sendJson(response, 404, {});
    return true;
  };
  await expect(run()).rejects.toThrow(/HTTP 404/);
  expect(saved.get('all')?.activities).toHaveLength(200);

  fake.intercept = () => false;
  fake.activities = [activity(9000, 'emailsReplied', '01-12', 'lead7'), ...fake.activities];
  const before = fake.seen.length;
  const result = await run();
  expect(result.activities).toBe(351);
  expect(result.rows.find((row) => row[0] === keyOf('lead7'))?.[2]).toBe('1');
  const offsets = fake.seen.slice(before).map(({ path }) => /offset=(\d+)/.exec(path)?.[1]);
  // From 200 to the end, then from the newest until nothing new comes.
  expect(offsets).toEqual(['200', '300', '0', '100']);
});

test('since stops at the first page that is older, and leaves older activities out', async () => {
  fake.activities = [
    ...manySent(150),
    ...manySent(150).map((a) => ({ ...a, _id: `old_${a._id}`, createdAt: day('01-01') })),
  ];
  const result = await run({ since: '2026-01-05T00:00:00.000Z' });
  expect(result.activities).toBe(150);
  expect(fake.seen).toHaveLength(2);
  expect(fake.seen[0]?.path).toContain('minDate=2026-01-05T00:00:00.000Z');
});

test('fills the wanted columns from the fields of the leads, whatever their spelling, and no others', async () => {
  fake.activities = [activity(1, 'emailsSent', '01-30', 'ada'), activity(2, 'emailsSent', '01-30', 'bob')];
  fake.leads = {
    cam_1: [
      { _id: 'lea_ada', email: 'Ada@example.org', 'Company Size': '11-50', jobTitle: 'CTO', phone: '555' },
    ],
  };
  const result = await run({ columns: ['companysize', 'jobtitle', 'skills'] });
  expect(result.header).toEqual(['lead_key', 'date', 'companysize', 'jobtitle', 'skills', 'engaged']);
  expect(result.rows.find((row) => row[0] === keyOf('ada'))).toEqual([
    keyOf('ada'),
    '2026-01-30',
    '11-50',
    'CTO',
    '',
    '0',
  ]);
  expect(result.withoutFields).toBe(1);
  expect(JSON.stringify(result)).not.toContain('555');
});

test('addresses are kept only where that is asked for', async () => {
  fake.activities = [activity(1, 'emailsSent', '01-30', 'ada')];
  expect((await run({ hashKey: null })).rows[0]?.[0]).toBe('ada@example.org');
});

test.each([
  ['a wrong key', { apiKey: 'wrong' }, undefined, /API key was refused \(HTTP 401\)/],
  ['an HTML page', {}, '<html>', /answered with an HTML page/],
  ['broken JSON', {}, '[{"_id":', /not JSON/],
  ['another shape', {}, '{"error": "no"}', /activities are not a list/],
])('%s is explained, without the key', async (_name, overrides, body, reason) => {
  if (body !== undefined) {
    fake.intercept = (_, response) => {
      response.end(body);
      return true;
    };
  }
  const error = await run(overrides).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'MonitorError', exitCode: 3, message: expect.stringMatching(reason) });
  expect(String((error as Error).message)).not.toContain(API_KEY);
});

test('broken entries among the activities are passed over', async () => {
  fake.activities = [
    { _id: '', type: 'emailsSent', createdAt: day('01-30'), leadId: 'lea_x' },
    { _id: 'a', type: 'emailsSent', createdAt: 'yesterday', leadId: 'lea_x' },
    null as unknown as FakeActivity,
    activity(1, 'emailsSent', '01-30', 'ada'),
  ];
  expect((await run()).activities).toBe(1);
});
