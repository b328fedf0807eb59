import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { generateLoad, type LoadOptions } from './load-generator.ts';
import { summariseLoad } from './load-summary.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const answered = { kind: 'answered', statusCode: 200 } as const;

/** Runs a load test on a fake clock against a server that takes `serviceMs(i)` for request i. */
async function run(
  serviceMs: (index: number) => number,
  options: Partial<LoadOptions>,
  stopAfterMs = 60_000,
) {
  const origin = performance.now();
  const controller = new AbortController();
  let most = 0;
  let underWay = 0;
  const pending = generateLoad({
    requests: 10,
    rate: 10,
    concurrency: 1,
    durationMs: null,
    send: async (index) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await after(serviceMs(index));
      underWay -= 1;
      return answered;
    },
    clock: { now: () => performance.now() - origin, sleep: (ms) => after(ms) },
    signal: controller.signal,
    ...options,
  });
  setTimeout(() => controller.abort(), stopAfterMs);
  await vi.advanceTimersByTimeAsync(120_000);
  return { result: await pending, most };
}

test('requests that wait behind a stall count from when they were due', async () => {
  // Ten a second, one at a time; the first answer takes 1 s, the others 10 ms.
  const { result } = await run((i) => (i === 0 ? 1000 : 10), {});
  const latency = result.samples.map(({ dueMs, doneMs }) => Math.round(doneMs - dueMs));
  // Request 1 is due at 100 and sent at 1000; each later one is due 100 ms later and done 10 ms later.
  expect(latency).toEqual([1000, 910, 820, 730, 640, 550, 460, 370, 280, 190]);
  const summary = summariseLoad(result, 10);
  expect(summary.corrected).toBe(true);
  expect(summary.latency?.max).toBe(1000);
  expect(summary.serviceTime?.p50).toBeCloseTo(10, 6);
});

test('with room for more at a time a stall holds nobody up', async () => {
  const { result, most } = await run((i) => (i === 0 ? 1000 : 10), { concurrency: 4 });
  const latency = result.samples
    .toSorted((a, b) => a.dueMs - b.dueMs)
    .map(({ dueMs, doneMs }) => Math.round(doneMs - dueMs));
  expect(latency).toEqual([1000, ...Array(9).fill(10)]);
  expect(most).toBe(2);
});

test('never more than the rate, never more than the concurrency, never more than the requests', async () => {
  const { result, most } = await run((i) => (i % 3) * 150, { requests: 40, rate: 20, concurrency: 3 });
  expect(result.samples).toHaveLength(40);
  expect(most).toBeLessThanOrEqual(3);
  const sent = result.samples.map(({ sentMs }) => sentMs).toSorted((a, b) => a - b);
  sent.forEach((time, i) => {
    expect(i + 1).toBeLessThanOrEqual((20 * time) / 1000 + 1 + 1e-9);
  });
});

test('without a rate the next request waits for the answer, and the figures say so', async () => {
  const { result } = await run(() => 50, { rate: null });
  expect(result.elapsedMs).toBeCloseTo(500, 6);
  const summary = summariseLoad(result, null);
  expect(summary.corrected).toBe(false);
  expect(summary.throughput).toBeCloseTo(20, 6);
});

test('nothing is sent after the duration', async () => {
  const { result } = await run(() => 10, { durationMs: 250, requests: 100 });
  expect(result.samples.map(({ sentMs }) => Math.round(sentMs))).toEqual([0, 100, 200]);
  expect(result.interrupted).toBe(false);
});

test('an interruption stops sending and keeps what was measured', async () => {
  const { result } = await run(() => 10, { requests: 1000 }, 450);
  expect(result.interrupted).toBe(true);
  expect(result.samples.length).toBeGreaterThanOrEqual(5);
  expect(result.samples.length).toBeLessThanOrEqual(6);
});

test('errors are counted by kind, and only answers have a latency', () => {
  const sample = (
    outcome: Parameters<typeof summariseLoad>[0]['samples'][number]['outcome'],
    ms: number,
  ) => ({ dueMs: 0, sentMs: 0, doneMs: ms, outcome });
  const summary = summariseLoad(
    {
      samples: [
        sample(answered, 3),
        sample({ kind: 'answered', statusCode: 422 }, 4),
        sample({ kind: 'answered', statusCode: 422 }, 15),
        sample({ kind: 'failed', reason: 'timeout' }, 9999),
      ],
      interrupted: false,
      elapsedMs: 100,
    },
    null,
  );
  expect(summary).toMatchObject({ requests: 4, answered: 3, successes: 1 });
  expect(summary.errors).toEqual([
    { kind: 'HTTP 422', count: 2 },
    { kind: 'timeout', count: 1 },
  ]);
  expect(summary.latency?.max).toBe(15);
  expect(summary.histogram).toEqual([
    { upToMs: 5, count: 2 },
    { upToMs: 10, count: 0 },
    { upToMs: 20, count: 1 },
  ]);
});

test('a run without an answer has no latency', () => {
  const summary = summariseLoad({ samples: [], interrupted: true, elapsedMs: 0 }, 5);
  expect(summary).toMatchObject({ latency: null, serviceTime: null, throughput: 0, histogram: [] });
});
