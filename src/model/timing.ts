import { quantileSorted } from 'simple-statistics';

/** Summary of call durations in milliseconds. */
export interface TimingSummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly mean: number;
  /** 95 % interval of the median from order statistics (binomial, normal approximation), distribution-free. */
  readonly interval: readonly [number, number];
}

/** Percentiles of all calls; slow calls are not dropped as outliers. */
export function summariseTimings(durationsMs: Float64Array): TimingSummary {
  const sorted = Array.from(durationsMs.toSorted());
  const n = sorted.length;
  const halfWidth = (1.959963984540054 * Math.sqrt(n)) / 2;
  const low = Math.max(0, Math.floor(n / 2 - halfWidth));
  const high = Math.min(n - 1, Math.ceil(n / 2 + halfWidth));
  return {
    p50: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
    p99: quantileSorted(sorted, 0.99),
    mean: sorted.reduce((sum, value) => sum + value, 0) / n,
    interval: [sorted[low] as number, sorted[high] as number],
  };
}

/** Smallest observed step of the clock in ms, from up to 200 changes of its value; 0 if it never changed. */
export function timerResolutionMs(clock: () => number): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = clock();
  for (let changes = 0, reads = 0; changes < 200 && reads < 100_000; reads += 1) {
    const now = clock();
    if (now > last) {
      smallest = Math.min(smallest, now - last);
      changes += 1;
      last = now;
    }
  }
  return Number.isFinite(smallest) ? smallest : 0;
}

/**
 * Calls `run` `warmup` + `calls` times, one after the other, and returns the durations of the last `calls` in
 * milliseconds.
 */
export async function timeCalls(
  run: (call: number) => Promise<unknown> | unknown,
  options: { calls: number; warmup: number; clock: () => number },
): Promise<Float64Array> {
  const { calls, warmup, clock } = options;
  for (let call = 0; call < warmup; call += 1) await run(call);
  const durations = new Float64Array(calls);
  for (let call = 0; call < calls; call += 1) {
    const started = clock();
    const pending = run(call);
    if (pending instanceof Promise) await pending;
    durations[call] = clock() - started;
  }
  return durations;
}
