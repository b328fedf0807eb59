import { expect, test } from 'vitest';
import { summariseTimings, timeCalls, timerResolutionMs } from './timing.ts';

test('percentiles interpolate as numpy.percentile does by default', () => {
  // numpy.percentile([1, 2, 4, 8], [50, 95, 99]) = [3, 7.4, 7.88]
  const { p50, p95, p99 } = summariseTimings(new Float64Array([8, 1, 4, 2]));
  expect([p50, p95, p99]).toEqual([3, 7.4, 7.88].map((v) => expect.closeTo(v, 12)));
});

test('slow calls are kept: one of a hundred moves p99 and mean, not p50', () => {
  const durations = new Float64Array(100).fill(1);
  durations[17] = 1000;
  const summary = summariseTimings(durations);
  expect(summary.p50).toBe(1);
  expect(summary.mean).toBeCloseTo(10.99, 10);
  expect(summary.p99).toBeGreaterThan(1);
});

test('the interval of the median takes the order statistics n/2 ± 0.98 √n', () => {
  // n = 100: indices 50 - 9.8 → 40 and 50 + 9.8 → 60, counted from zero.
  const durations = Float64Array.from({ length: 100 }, (_, i) => i);
  expect(summariseTimings(durations).interval).toEqual([40, 60]);
});

test('warm-up calls are made and not counted', async () => {
  let made = 0;
  let now = 0;
  const durations = await timeCalls(
    () => {
      made += 1;
      now += made <= 5 ? 100 : 2;
    },
    { calls: 3, warmup: 5, clock: () => now },
  );
  expect(made).toBe(8);
  expect([...durations]).toEqual([2, 2, 2]);
});

test('timer resolution is the smallest step that was seen', () => {
  let reads = 0;
  // Moves every third read, by 5 and 2 in turn.
  const clock = () => {
    reads += 1;
    const changes = Math.floor(reads / 3);
    return Math.floor(changes / 2) * 7 + (changes % 2) * 5;
  };
  expect(timerResolutionMs(clock)).toBe(2);
  expect(timerResolutionMs(() => 42)).toBe(0);
});
