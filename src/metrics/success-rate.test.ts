import { describe, expect, test } from 'vitest';
import type { FakeRequest } from '../../tests/support/fake-store.ts';
import { NOT_PROBED, NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../wording/time.ts';
import { healthSection } from './health.ts';

/** A call every minute of the week. */
const QUIET: FakeRequest[] = times(7 * 1440, (i) => ({ time: NOW - i * MINUTE_MS }));
/** Two hours in which callers try again every ten seconds, to this many milliseconds before now. */
const outage = (endedBefore: number, statusCode = 503): FakeRequest[] =>
  times(720, (i) => ({ time: NOW - endedBefore - i * 10_000, statusCode }));

const health = async (requests: readonly FakeRequest[], policy: unknown = {}, now = NOW) =>
  healthSection(await testContext({ predictions: [{ time: NOW }], requests }, policy, now), NOT_PROBED);

describe('an outage', () => {
  test('goes on while the newest window breaches', async () => {
    const { successRate, status } = await health([...QUIET, ...outage(0)]);
    expect(successRate).toMatchObject({ status: 'red', over: null, now: { status: 'red' } });
    expect(status).toBe('red');
  });

  test('that ended days ago is over: the card stays red, the section does not', async () => {
    const { successRate, status } = await health([...QUIET, ...outage(3 * DAY_MS)]);
    expect(successRate).toMatchObject({
      status: 'red',
      now: { value: 1, status: 'green', n: 1440 },
      over: { episodes: 1 },
    });
    // The rule's window, of ten minutes and twenty calls, fills up at its start and empties after its end.
    const { since = '', longestMs = 0, peak = 0 } = successRate.over ?? {};
    const ended = Date.parse(since) - (NOW - 3 * DAY_MS);
    expect(ended).toBeGreaterThanOrEqual(0);
    expect(ended).toBeLessThan(20 * MINUTE_MS);
    expect(longestMs).toBeGreaterThan(1.9 * HOUR_MS);
    expect(longestMs).toBeLessThan(2.5 * HOUR_MS);
    expect(peak).toBeGreaterThan(0.8);
    expect(status).toBe('yellow');
  });

  test('that ended hours ago is over once an hour of healthy answers has passed', async () => {
    const steady = times(120, (i) => ({ time: NOW - i * 2 * MINUTE_MS }));
    const { successRate } = await health([...steady, ...outage(4 * HOUR_MS)]);
    expect(successRate).toMatchObject({ now: { status: 'red' }, over: { episodes: 1 } });
    const fresh = await health([
      ...times(20, (i) => ({ time: NOW - i * 2 * MINUTE_MS })),
      ...outage(41 * MINUTE_MS),
    ]);
    expect(fresh.successRate.over).toBeNull();
  });

  test('is not over where one request in twelve has failed all week', async () => {
    const chronic = times(3_000, (i) => ({
      time: NOW - i * 3 * MINUTE_MS,
      statusCode: i % 12 === 0 ? 500 : 200,
    }));
    const { successRate } = await health(chronic);
    expect(successRate).toMatchObject({ status: 'red', over: null });
  });
});

describe('requests of scanners', () => {
  const scan = (count: number, change: Partial<FakeRequest> = {}): FakeRequest[] =>
    times(count, (i) => ({
      time: NOW - i * MINUTE_MS,
      endpoint: '/wp-login.php',
      method: 'GET',
      statusCode: 404,
      ...change,
    }));

  test('count in the printed rate and not in the status; both rates are said', async () => {
    const { successRate, lastDay } = await health([...QUIET, ...scan(40)]);
    expect(successRate).toMatchObject({
      value: 10_080 / 10_120,
      status: 'green',
      scanners: 40,
      withoutScanners: 1,
      over: null,
      reason: null,
    });
    expect(lastDay).toMatchObject({ total: 1480, clientErrors: 40, scanners: 40 });
  });

  test.each([
    ['the API’s own path, which only fails', { endpoint: '/predict', method: 'POST', statusCode: 401 }],
    ['the same below another', { endpoint: '/api/v2/predict', method: 'POST', statusCode: 404 }],
    ['a path that answers with server errors', { statusCode: 500 }],
  ])('are not those for %s', async (_, change) => {
    const { successRate } = await health([
      ...QUIET.slice(0, 60).map((row) => ({ ...row, endpoint: '/explain' })),
      ...scan(40, change),
    ]);
    expect(successRate).toMatchObject({ status: 'red', scanners: 0 });
  });

  test('are not those for a path that answered before the window, or that the policy names', async () => {
    const deployed = [...QUIET, ...scan(900, { endpoint: '/rank' })];
    const before = { time: NOW - 30 * DAY_MS, endpoint: '/rank', statusCode: 200 };
    expect((await health(deployed)).successRate.scanners).toBe(900);
    expect((await health([...deployed, before])).successRate).toMatchObject({ status: 'red', scanners: 0 });
  });

  test('alone make the rate unknown, not healthy', async () => {
    const { successRate } = await health(scan(40));
    expect(successRate).toMatchObject({ value: 0, status: 'unknown', action: null });
    expect(successRate.reason).toBe('Only scanners sent requests.');
  });
});
