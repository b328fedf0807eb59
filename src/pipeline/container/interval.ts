import { setTimeout as wait } from 'node:timers/promises';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_INTERVAL_MS = 366 * 86_400_000;
/** The longest a timer can wait; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A time such as `30m`, `6h` or `1d`, in milliseconds; null where it is none, shorter than a second or longer than 366 days. */
export function parseInterval(text: string): number | null {
  const match = /^(\d{1,8})(s|m|h|d)$/.exec(text.trim());
  if (match === null) return null;
  const ms = Number(match[1]) * (UNITS_MS[match[2] ?? ''] ?? 0);
  return ms >= 1_000 && ms <= MAX_INTERVAL_MS ? ms : null;
}

/** Waits for any length of time; ends early, without an error, when the signal aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= MAX_TIMER_MS) {
    await wait(Math.min(left, MAX_TIMER_MS), undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Runs work that must end within a time.
 *
 * @param work gets a signal that aborts when the time is over, and when `limits.signal` does.
 * @param limits `graceMs` is what the work has from then on to end by itself; after that it is no longer waited for.
 * @throws `tooLong` where the time was over and the work did not end, else what the work throws.
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
