import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { LogInput } from '../../../src/ingest/sources/log-files.ts';
import type { ReferenceData } from '../../../src/ingest/sources/tables.ts';
import type { Store } from '../../../src/ingest/store.ts';
import type { ColumnsPolicy } from '../../../src/settings/columns-policy.ts';
import { seededRandom } from '../../../src/stats/distributions/random.ts';
import type { OraclePrediction, OracleRequest } from './oracle.ts';

/** Input of an engine. */
export interface ContractInput {
  readonly predictions: LogInput;
  readonly requests: LogInput;
  readonly reference: ReferenceData;
  readonly now: number;
  readonly joinKeys: readonly string[];
  readonly maximumExtras?: number;
  readonly minimumLeads?: number;
  readonly columns?: ColumnsPolicy;
}

export type OpenStore = (input: ContractInput) => Promise<Store>;

export interface ContractFixture {
  readonly input: ContractInput;
  readonly predictions: readonly OraclePrediction[];
  readonly requests: readonly OracleRequest[];
  remove(): Promise<void>;
}

export const NOW = Date.parse('2026-02-20T12:05:00Z');
export const DAY = 86_400_000;
export const WEEK = { start: NOW - 7 * DAY, end: NOW };

export const REFERENCE: ReferenceData = {
  present: true,
  location: 'reference.csv',
  rows: 6,
  rejected: 0,
  reasons: [],
  columns: [
    { name: 'amount', cells: [1, 2, 2, 3.5, null, 100] },
    { name: 'size', cells: ['small', 'small', 'large', null, 'huge', 'large'] },
    { name: 'flag', cells: ['true', 'false', 'true', 'true', null, 'true'] },
    { name: 'level', cells: [1, 2, 3, 3, 2, 1] },
    { name: 'gone', cells: ['x', 'y', 'x', 'y', 'x', 'y'] },
    { name: 'title', cells: ['Head of Sales', 'CEO', 'Founder', null, 'Engineer', 'Engineer'] },
  ],
  scores: [0.1, 0.2, 0.2, 0.5, 0.9, null],
  outcomes: [true, false, true, false, null, true],
};

const SIZES = ['small', 'large', 'medium', 'très grand', 'a "quoted" \\ one', '<script>'];

/** Ten days of made-up traffic, three of them before the week and one hour after `now`. */
export function makeRows(): { predictions: OraclePrediction[]; requests: OracleRequest[] } {
  const random = seededRandom(20260220);
  const predictions: OraclePrediction[] = [];
  const requests: OracleRequest[] = [];
  for (let i = 0; i < 400; i++) {
    // Whole microseconds, with some rows in the same one.
    const time = NOW - 10 * DAY + Math.floor(i / 2) * 2 * 2_164_000 + (i % 7 === 0 ? 0.125 : 0);
    const score = Math.round(random.uniform() * 1000) / 1000;
    const ms = i % 9 === 0 ? null : Math.round(random.uniform() * 80_000) / 1000;
    predictions.push({
      time,
      input: features(i, random.uniform()),
      score,
      label: labelOf(i, score),
      ms,
      version: i < 200 ? '0.2.0' : i % 50 === 0 ? null : '0.3.0',
    });
  }
  for (let i = 0; i < 500; i++) {
    const time = NOW - 10 * DAY + i * 1_735_000;
    const status = i % 41 === 0 ? 500 : i % 29 === 0 ? 422 : i % 53 === 0 ? 301 : 200;
    const { endpoint, method } = calledAs(i);
    requests.push({
      time,
      endpoint,
      method,
      status,
      ms: i % 11 === 0 ? null : Math.round(random.uniform() * 9000) / 100,
    });
  }
  requests.push(...strangers());
  return { predictions, requests };
}

/** Paths that only scanners ask for, though one is answered after `now`; those of `OWN_FAILURES` look like them. */
export const SCANNED = ['/wp-login.php', '/later'];
const OWN_FAILURES = ['/old', '/mixed', '/v2/predict/'];

function strangers(): OracleRequest[] {
  const call = (endpoint: string, method: string, status: number, time: number): OracleRequest => ({
    ...{ endpoint, method, status, time },
    ms: 1,
  });
  const calls = (count: number, endpoint: string, status: number): OracleRequest[] =>
    Array.from({ length: count }, (_, i) => call(endpoint, 'GET', status, NOW - 2 * DAY + i * 60_000));
  const [old = '', mixed = '', own = ''] = OWN_FAILURES;
  return [
    ...calls(12, '/wp-login.php', 404),
    ...calls(3, '/wp-login.php', 405),
    ...calls(2, '/later', 403),
    call('/later', 'GET', 200, NOW + 60_000),
    // Answered once, before the week.
    call(old, 'GET', 200, NOW - 9 * DAY),
    ...calls(4, old, 404),
    ...calls(2, mixed, 404),
    ...calls(1, mixed, 500),
    ...calls(3, own, 401),
  ];
}

/** A health path set by the policy; its quote and backslash must be escaped in SQL. */
export const OTHER_HEALTH_PATH = "/it's\\alive";

/** Health checks, similar calls, and ordinary ones. */
function calledAs(i: number): { endpoint: string; method: string } {
  if (i % 50 === 9) return { endpoint: '/healthy', method: 'GET' };
  if (i % 50 === 19) return { endpoint: '/v1/health/', method: 'GET' };
  if (i % 50 === 29) return { endpoint: '/health', method: 'POST' };
  if (i % 10 === 3) return { endpoint: '/health', method: 'GET' };
  if (i % 10 === 7) return { endpoint: OTHER_HEALTH_PATH, method: 'GET' };
  return { endpoint: i % 17 === 0 ? '/explain' : '/predict', method: 'POST' };
}

const labelOf = (i: number, score: number): string =>
  (i % 25 === 0 ? score <= 0.5 : score > 0.5) ? 'engaged' : 'not_engaged';

function features(i: number, u: number): Record<string, unknown> {
  return {
    ...(i % 6 === 0 ? {} : { amount: i % 31 === 0 ? '12' : i % 37 === 0 ? null : Math.round(u * 40) / 4 }),
    size: SIZES[Math.floor(u * 6)],
    flag: u < 0.5,
    level: 1 + (i % 4),
    a: i % 3,
    A: `upper ${i % 2}`,
    ...(i % 5 === 0 ? { tags: ['x', i % 2] } : {}),
    ...(i % 8 === 0 ? { deep: { b: { c: i % 2 } } } : {}),
    'odd/~key "q" \'s\'': i % 2 === 0 ? -0 : 0.1 + 0.2,
    title: `Title ${i % 23}`,
    lead: `lead-${i % 90}`,
    nothing: null,
  };
}

/** Refused lines, each with reason code and field. */
export const BAD_PREDICTIONS: readonly (readonly [line: string, code: string])[] = [
  ['{"timestamp": "2026-02-19T10:00:00", "inp', 'broken-json'],
  ['not json', 'broken-json'],
  [good({ input: { lone: '\ud800' } }), 'invalid-text'],
  ['[1, 2]', 'not-an-object'],
  ['{"hello": 1}', 'no-known-field'],
  [good({ timestamp: undefined }), 'missing-timestamp'],
  [good({ timestamp: 'yesterday' }), 'impossible-timestamp'],
  [good({ timestamp: '2026-02-30T00:00:00' }), 'impossible-timestamp'],
  [good({ timestamp: 177158 }), 'impossible-timestamp'],
  [good({ score: null }), 'missing-score'],
  [good({ score: '0.5' }), 'score-not-a-number'],
  [good({ score: true }), 'score-not-a-number'],
  [good({ score: 1.01 }), 'score-out-of-range'],
  [good({ score: -0.01 }), 'score-out-of-range'],
  [good({ label: undefined }), 'missing-label'],
  [good({ label: 1 }), 'label-not-a-string'],
  [good({ input: undefined }), 'missing-input'],
  [good({ input: [1] }), 'input-not-an-object'],
  [good({ inference_ms: 'fast' }), 'latency-not-a-number'],
  [good({ inference_ms: -1 }), 'negative-latency'],
  [good({ model_version: [1] }), 'impossible-model-version'],
];

/** The same for requests. */
export const BAD_REQUESTS: readonly (readonly [line: string, code: string])[] = [
  ['{"hello": 1}', 'no-known-field'],
  [goodRequest({ timestamp: '12:00' }), 'impossible-timestamp'],
  [goodRequest({ endpoint: undefined }), 'missing-endpoint'],
  [goodRequest({ endpoint: 7 }), 'endpoint-not-a-string'],
  [goodRequest({ method: ['GET'] }), 'method-not-a-string'],
  [goodRequest({ status_code: null }), 'missing-status'],
  [goodRequest({ status_code: '200' }), 'impossible-status'],
  [goodRequest({ status_code: 200.5 }), 'impossible-status'],
  [goodRequest({ status_code: 600 }), 'impossible-status'],
  [goodRequest({ response_ms: {} }), 'latency-not-a-number'],
  [goodRequest({ response_ms: -0.1 }), 'negative-latency'],
];

function good(change: Record<string, unknown>): string {
  return JSON.stringify({
    timestamp: '2026-02-19T10:00:00',
    input: {},
    score: 0.5,
    label: 'not_engaged',
    inference_ms: 1,
    model_version: '0.3.0',
    ...change,
  });
}

function goodRequest(change: Record<string, unknown>): string {
  const request = {
    timestamp: '2026-02-19T10:00:00',
    endpoint: '/predict',
    method: 'POST',
    status_code: 200,
  };
  return JSON.stringify({ ...request, response_ms: 1, ...change });
}

/** Time with microseconds; every third has an offset, every third no zone. */
function stamp(time: number, i: number): string {
  const us = String(Math.round((time % 1) * 1000)).padStart(3, '0');
  const iso = (ms: number) => new Date(Math.floor(ms)).toISOString().replace('Z', us);
  if (i % 3 === 0) return `${iso(time + 3_600_000)}+01:00`;
  return i % 3 === 1 ? iso(time) : `${iso(time)}Z`;
}

export const predictionLine = (row: OraclePrediction, i: number): string =>
  JSON.stringify({
    timestamp: stamp(row.time, i),
    input: row.input,
    score: row.score,
    label: row.label,
    ...(row.ms === null ? {} : { inference_ms: row.ms }),
    model_version: row.version,
    ...(row.score > 0.5 ? { shadow: { '9.0': row.score / 2, wrong: 7 } } : {}),
  });

export const requestLine = (row: OracleRequest, i: number): string =>
  JSON.stringify({
    timestamp: stamp(row.time, i),
    [i % 2 === 0 ? 'endpoint' : 'path']: row.endpoint,
    method: row.method,
    status_code: row.status,
    [i % 4 < 2 ? 'response_ms' : 'response_time_ms']: row.ms,
  });

/** Writes the rows as logs: predictions in two files with the bad lines at the head of the second. */
export async function makeFixture(): Promise<ContractFixture> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'contract-'));
  const { predictions, requests } = makeRows();
  const lines = predictions.map(predictionLine);
  const files = ['a.jsonl', 'b.jsonl', 'requests.jsonl'].map((name) => path.join(directory, name));
  const [a = '', b = '', r = ''] = files;
  await writeFile(a, `${lines.slice(0, 150).join('\r\n')}\r\n`);
  const bad = BAD_PREDICTIONS.map(([line]) => line);
  await writeFile(b, `${['', ...bad, ' ', ...lines.slice(150)].join('\n')}`);
  await writeFile(r, `${[...requests.map(requestLine), ...BAD_REQUESTS.map(([line]) => line)].join('\n')}\n`);
  return {
    input: {
      predictions: { present: true, location: 'logs', files: [b, a] },
      requests: { present: true, location: 'requests.jsonl', files: [r] },
      reference: REFERENCE,
      now: NOW,
      joinKeys: ['lead', 'shadow'],
    },
    predictions,
    requests,
    remove: () => rm(directory, { recursive: true }),
  };
}

/** What a suite part needs: the open store and the rows it was opened over. */
export interface ContractContext {
  readonly store: () => Store;
  readonly fixture: () => ContractFixture;
}
