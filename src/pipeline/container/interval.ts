import { setTimeout as wait } from 'node:timers/promises';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_INTERVAL_MS = 366 * 86_400_000;
/** Maximum delay of a Node timer; a longer one fires immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Parses a duration such as `30m`, `6h` or `1d` to milliseconds; null where it is invalid, below 1 s or above 366 days. */
export function parseInterval(text: string): number | null {
  const match = /^(\d{1,8})(s|m|h|d)$/.exec(text.trim());
  if (match === null) return null;
  const ms = Number(match[1]) * (UNITS_MS[match[2] ?? ''] ?? 0);
  return ms >= 1_000 && ms <= MAX_INTERVAL_MS ? ms : null;
}

/** Waits for any duration; returns early, without an error, when the signal aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= MAX_TIMER_MS) {
    await wait(Math.min(left, MAX_TIMER_MS), undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Runs work with a time limit.
 *
 * @param work receives a signal that aborts at the time limit and when `limits.signal` aborts.
 * @param limits `graceMs` is the time for the work to stop after the abort; after that it is abandoned.
 * @throws `tooLong` where the work exceeded the limit, otherwise what the work throws.
 */
export async function withinTime<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  limits: { readonly ms: number; readonly graceMs: number; readonly signal: AbortSignal },
  tooLong: Error,
): Promise<Result> {
  const settled = new AbortController();
  const over = new AbortController();
  const expiry = async (): Promise<never> => {
    await sleep(limits.ms, AbortSignal.any([settled.signal, limits.signal]));
    const reason: unknown = limits.signal.aborted ? limits.signal.reason : tooLong;
    over.abort(reason);
    await sleep(limits.graceMs, settled.signal);
    throw reason;
  };
  try {
    return await Promise.race([work(over.signal), expiry()]);
  } finally {
    settled.abort();
  }
}
