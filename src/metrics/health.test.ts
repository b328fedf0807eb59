import { describe, expect, test } from 'vitest';
import type { FakeRequest } from '../../tests/support/fake-store.ts';
import { NOT_PROBED, NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import { DAY_MS, HOUR_MS } from '../wording/time.ts';
import { healthSection } from './health.ts';

const requests = (good: number, bad: number, statusCode = 500): FakeRequest[] => [
  ...times(good, (i) => ({ time: NOW - i * 1000 })),
  ...times(bad, (i) => ({ time: NOW - i * 1000, statusCode })),
];

describe('success rate', () => {
  test('counts redirects as no success and neither kind of error', async () => {
    const context = await testContext({ requests: requests(3, 1, 302), predictions: [{ time: NOW }] });
    const { successRate } = await healthSection(context, NOT_PROBED);
    expect(successRate).toMatchObject({ value: 0.75, clientErrors: 0, serverErrors: 0, status: 'red', n: 4 });
  });

  test('says which log is absent or empty', async () => {
    const absent = await healthSection(await testContext({ predictions: [{ time: NOW }] }), NOT_PROBED);
    expect(absent.successRate).toMatchObject({ value: null, status: 'unknown' });
    expect(absent.successRate.reason).toContain('API_REQUESTS_LOG');
    const empty = await healthSection(await testContext({ requests: [] }), NOT_PROBED);
    expect(empty.successRate.reason).toBe('No request in the window.');
  });
});

describe('traffic', () => {
  test('is red without a prediction in 24 hours, with the time of the newest', async () => {
    const context = await testContext({ predictions: [{ time: NOW - DAY_MS }] });
    const { traffic, status } = await healthSection(context, NOT_PROBED);
    expect(traffic).toMatchObject({ last24h: 0, inWindow: 1, total: 1, status: 'red' });
    expect(traffic.reason).toContain('2026-02-19 12:00 UTC');
    expect(status).toBe('red');
  });

  test('is green with one', async () => {
    const context = await testContext({ predictions: [{ time: NOW - DAY_MS + 1 }] });
    const { traffic } = await healthSection(context, NOT_PROBED);
    expect(traffic).toMatchObject({ last24h: 1, status: 'green', reason: null });
  });

  test('is unknown without a log', async () => {
    const { traffic } = await healthSection(await testContext({ requests: requests(1, 0) }), NOT_PROBED);
    expect(traffic).toMatchObject({ last24h: null, status: 'unknown' });
  });
});

describe('API', () => {
  const attempt = {
    at: '2026-02-20T12:00:00Z',
    ok: false,
    statusCode: 503,
    latencyMs: 3,
    error: 'answered 503',
  };

  test('is green on an answer, red on none, unknown when not asked', async () => {
    const context = await testContext({ predictions: [{ time: NOW }] });
    const ask = async (status: 'ok' | 'failed' | 'unknown' | 'not-probed') =>
      (await healthSection(context, { ...NOT_PROBED, status, attempts: [attempt] })).api;
    expect((await ask('ok')).status).toBe('green');
    expect(await ask('failed')).toMatchObject({ status: 'red', action: expect.stringContaining('/health') });
    expect((await ask('unknown')).status).toBe('unknown');
    expect((await ask('not-probed')).status).toBe('unknown');
  });

  test('publishes no password of the address', async () => {
    const context = await testContext({ predictions: [{ time: NOW }] });
    const url = 'https://user:secret@api.example/health?token=t#x';
    const { api } = await healthSection(context, { ...NOT_PROBED, url });
    expect(api.url).toBe('https://api.example');
  });
});

describe('endpoints', () => {
  test('pools paths called fewer than k times or that the API lacks, without query, and keeps the well-known ones', async () => {
    const calls = (endpoint: string, count: number, statusCode = 422): FakeRequest[] =>
      times(count, () => ({ time: NOW - HOUR_MS, endpoint, statusCode }));
    const context = await testContext({
      predictions: [{ time: NOW }],
      requests: [
        ...calls('/predict', 1, 200),
        ...calls('/leads/jane@example.com', 4),
        ...calls('/admin?user=1', 3),
        ...calls('/admin?user=2', 2),
        ...calls('/wp-login.php', 7, 404),
      ],
    });
    const { endpoints } = await healthSection(context, NOT_PROBED);
    expect(endpoints.map((row) => [row.endpoint, row.count, row.clientErrors])).toEqual([
      ['/admin', 5, 5],
      ['/predict', 1, 0],
      ['(other)', 11, 11],
    ]);
    expect(JSON.stringify(endpoints)).not.toContain('jane');
  });
});
