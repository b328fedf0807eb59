import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProgress } from './progress-file.ts';
import { readReferenceRows } from './reference-rows.ts';
import { type RowResult, type ScoreRowsOptions, scoreRows } from './score-rows.ts';

/** What a request is answered with; a function may do anything to the connection. */
type Fault =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'reset'
  | 'cut'
  | 'endless';

let server: Server | null = null;
let directory = '';
/** Leads received, and when, on the tests' clock. */
let received: { lead: Record<string, unknown>; at: number }[] = [];
let now = 0;
let waits: number[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'scores-'));
  received = [];
  waits = [];
  now = 0;
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(directory, { recursive: true });
});

/** The score that the API gives a lead: known here by its own rule. */
const scoreOf = (lead: Record<string, unknown>): number => Number(lead['size'] ?? 0) / 100;

/** An API that scores leads, except where `fault` says otherwise of the nth request. */
async function api(
  fault: (n: number, lead: Record<string, unknown>) => Fault | null = () => null,
): Promise<string> {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const lead = JSON.parse(text) as Record<string, unknown>;
      received.push({ lead, at: now });
      const wrong = fault(received.length, lead);
      if (wrong === 'hang') return;
      if (wrong === 'reset') return void request.socket.resetAndDestroy();
      response.setHeader('content-type', 'application/json');
      if (wrong === 'cut') {
        response.setHeader('content-length', '1000');
        response.write('{"score": 0.');
        return void setTimeout(() => request.socket.destroy(), 5);
      }
      if (wrong === 'endless') {
        const more = () => {
          while (response.write(' '.repeat(65_536)));
        };
        response.on('drain', more);
        return more();
      }
      if (wrong !== null) return void response.writeHead(wrong.status, wrong.headers).end(wrong.body ?? '');
      response.end(JSON.stringify({ score: scoreOf(lead), label: 'engaged', model_version: '0.3.0' }));
    });
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`;
}

const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ size: i + 1 }));

function score(url: string, more: Partial<ScoreRowsOptions> = {}): Promise<ReadonlyMap<number, RowResult>> {
  return scoreRows({
    url,
    rows: rows(4),
    known: new Map(),
    rate: 10,
    timeoutMs: 150,
    scorePath: null,
    signal: new AbortController().signal,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        if (ms > 0) waits.push(ms);
        now += ms;
      },
    },
    onResult: async () => undefined,
    ...more,
  });
}

const SCORES = [0.01, 0.02, 0.03, 0.04];
const scoresOf = (results: ReadonlyMap<number, RowResult>) =>
  [...results]
    .sort(([a], [b]) => a - b)
    .map(([, result]) => ('score' in result ? result.score : result.reason));

test('sends each row once, at most so many a second', async () => {
  expect(scoresOf(await score(await api()))).toEqual(SCORES);
  expect(received.map(({ lead }) => lead)).toEqual(rows(4));
  const gaps = received.slice(1).map(({ at }, i) => at - (received[i]?.at ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(99.9);
});

test.each([
  ['a server error', { status: 503 } as const],
  ['a reset connection', 'reset' as const],
  ['an answer that is cut', 'cut' as const],
  ['no answer in time', 'hang' as const],
])('tries again after %s, waiting longer each time', async (_, fault) => {
  const url = await api((n) => (n <= 2 ? fault : null));
  expect(scoresOf(await score(url))).toEqual(SCORES);
  expect(received.slice(0, 3).map(({ lead }) => lead)).toEqual([{ size: 1 }, { size: 1 }, { size: 1 }]);
  expect(waits.filter((ms) => ms >= 1000)).toEqual([1000, 2000]);
});

test('waits as long as the API asks, and gives a row up where that is too long', async () => {
  const limited = (seconds: string): Fault => ({ status: 429, headers: { 'retry-after': seconds } });
  expect(scoresOf(await score(await api((n) => (n === 1 ? limited('7') : null))))).toEqual(SCORES);
  expect(waits).toContain(7000);
  server?.close();
  received = [];
  const results = await score(await api((n) => (n === 1 ? limited('86400') : null)));
  expect(results.get(0)).toEqual({ reason: 'HTTP 429', final: false });
});

test.each([
  ['a refusal', { status: 422, body: '{"detail": "secret"}' }, 'HTTP 422'],
  [
    'a redirect, which is not followed',
    { status: 307, headers: { location: 'http://192.0.2.1/' } },
    'HTTP 307',
  ],
  ['HTML', { status: 200, body: '<html>' }, 'an answer that is not JSON'],
  ['no score', { status: 200, body: '{"label": "engaged"}' }, 'an answer without a number as score'],
  ['a score as text', { status: 200, body: '{"score": "0.5"}' }, 'an answer without a number as score'],
  ['a score in per cent', { status: 200, body: '{"score": 73}' }, 'a score that is not between 0 and 1'],
  ['an endless answer', 'endless' as const, 'an answer of more than 1 MB'],
])('a row answered with %s is not sent again and has no score', async (_, fault, reason) => {
  const url = await api((_n, lead) => (lead['size'] === 2 ? fault : null));
  const results = await score(url, { timeoutMs: 5_000 });
  expect(scoresOf(results)).toEqual([0.01, reason, 0.03, 0.04]);
  expect(results.get(1)).toMatchObject({ final: true });
  expect(received).toHaveLength(4);
});

test('stops where the API is down, having tried each row four times', async () => {
  const url = await api((_n, lead) => (Number(lead['size']) > 2 ? { status: 500 } : null));
  const told: number[] = [];
  const onResult = async (row: number) => void told.push(row);
  const scoring = score(url, { rows: rows(100), onResult });
  await expect(scoring).rejects.toMatchObject({ code: 'api-unreachable', exitCode: 4 });
  expect(received).toHaveLength(2 + 5 * 4);
  expect(told).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('finds a nested score', async () => {
  const url = await api(() => ({ status: 200, body: '{"result": {"p": 0.25}, "score": 9}' }));
  expect(scoresOf(await score(url, { scorePath: ['result', 'p'], rows: rows(1) }))).toEqual([0.25]);
});

test('an interrupted run goes on where it stopped; other rows begin anew', async () => {
  const file = path.join(directory, 'out.csv.progress');
  const url = await api((n, lead) =>
    lead['size'] === 2 ? { status: 422 } : n === 3 ? { status: 500 } : null,
  );
  const controller = new AbortController();
  const first = await openProgress(file, url, rows(6));
  await score(url, {
    rows: rows(6),
    known: first.known,
    signal: controller.signal,
    onResult: async (row, result) => {
      await first.add(row, result);
      if (row === 3) controller.abort();
    },
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).not.toContain('size');
  // A line that was cut when the process was killed.
  await appendFile(file, '{"row": 4, "sco');
  received = [];
  const second = await openProgress(file, url, rows(6));
  const results = await score(url, { rows: rows(6), known: second.known });
  expect(received.map(({ lead }) => lead)).toEqual([{ size: 5 }, { size: 6 }]);
  expect(scoresOf(results)).toEqual([0.01, 'HTTP 422', 0.03, 0.04, 0.05, 0.06]);
  expect((await openProgress(file, url, rows(7))).known.size).toBe(0);
});

test('sends what the API receives: typed features, without outcome, score and key', async () => {
  await writeFile(
    path.join(directory, 'r.csv'),
    'lead_id,industry,size,remote,engaged,score\nl1,"Banking, Retail",7,True,1,0.9\nl2,,NaN,False,0,0.8\n',
  );
  const columns = { outcomeColumn: 'engaged', scoreColumn: 'score', keyColumn: 'lead_id' };
  const { payloads, withScores } = await readReferenceRows('r.csv', directory, columns);
  expect(payloads).toEqual([{ industry: 'Banking, Retail', size: 7, remote: true }, { remote: false }]);
  expect(withScores((row) => (row === 0 ? 0.25 : null))).toBe(
    'lead_id,industry,size,remote,engaged,score\nl1,"Banking, Retail",7,True,1,0.25\nl2,,NaN,False,0,\n',
  );
});
