/** One request of a load test. Times in milliseconds on the generator's clock. */
export interface RequestSample {
  /** When it was due by the given rate; without a rate, when it was sent. */
  readonly dueMs: number;
  readonly sentMs: number;
  readonly doneMs: number;
  readonly outcome: RequestOutcome;
}

export type RequestOutcome =
  | { readonly kind: 'answered'; readonly statusCode: number }
  /** No HTTP response: `timeout`, `connection refused …`. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface LoadOptions {
  /** At most this many requests are sent. */
  readonly requests: number;
  /** Requests a second (open loop); null sends the next when one is done (closed loop). */
  readonly rate: number | null;
  /** At most this many at a time. */
  readonly concurrency: number;
  /** Nothing is sent after this time; null for no limit. */
  readonly durationMs: number | null;
  readonly send: (index: number) => Promise<RequestOutcome>;
  readonly clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };
  /** Stops sending; requests under way are still awaited. */
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

export interface LoadResult {
  readonly samples: readonly RequestSample[];
  readonly interrupted: boolean;
  readonly elapsedMs: number;
}

/**
 * Sends requests on a schedule independent of responses: request i is due at i / rate. A request that is late, because
 * `concurrency` are in flight, is sent when one completes, and its latency counts from when it was due. Otherwise a
 * stalled server would receive fewer requests while it is slow, and its latency would be underestimated (coordinated
 * omission; G. Tene, "How NOT to Measure Latency").
 *
 * Never exceeds the given load: by time t at most rate × t + 1 requests have been sent, with at most `concurrency` in
 * flight.
 */
export async function generateLoad(options: LoadOptions): Promise<LoadResult> {
  const { requests, rate, concurrency, durationMs, clock, signal } = options;
  const samples: RequestSample[] = [];
  const underWay = new Set<Promise<void>>();
  const started = clock.now();
  const stopAt = durationMs === null ? Number.POSITIVE_INFINITY : started + durationMs;
  for (let index = 0; index < requests && !signal.aborted; index += 1) {
    const scheduled = rate === null ? null : started + (index * 1000) / rate;
    if (scheduled !== null && scheduled >= stopAt) break;
    // Timers may fire early; a request must not be sent before it is due.
    for (
      let wait = (scheduled ?? 0) - clock.now();
      wait > 0 && !signal.aborted;
      wait = (scheduled ?? 0) - clock.now()
    ) {
      await clock.sleep(Math.ceil(wait), signal);
    }
    while (underWay.size >= concurrency) await Promise.race(underWay);
    if (signal.aborted || clock.now() >= stopAt) break;
    const sentMs = clock.now();
    const request: Promise<void> = options.send(index).then((outcome) => {
      samples.push({ dueMs: scheduled ?? sentMs, sentMs, doneMs: clock.now(), outcome });
      underWay.delete(request);
      options.onProgress?.(samples.length);
    });
    underWay.add(request);
  }
  await Promise.all(underWay);
  return { samples, interrupted: signal.aborted, elapsedMs: clock.now() - started };
}
