import type { HealthEntry } from '../../ingest/services/health/health-log.ts';

interface DownRule {
  /** Number of failed checks … */
  readonly threshold: number;
  /** … within this many minutes. */
  readonly windowMinutes: number;
}

/** A time in which the API was down, as the log tells. Times are ISO 8601. */
export interface Outage {
  /** Its first failed check. */
  readonly began: string;
  /** The check by which it was known. */
  readonly known: string;
  /** The first check after which no failure lay within the window; null while it goes on. */
  readonly ended: string | null;
  readonly endpoint: string;
  /** Why the check failed by which it was known. */
  readonly error: string | null;
}

export interface HealthHistory {
  /** Oldest first; the last may go on. */
  readonly outages: readonly Outage[];
  /** Whether the newest check answered and no other failed within the window; false without one. */
  readonly quiet: boolean;
}

/**
 * Outages of the API: down once `threshold` checks failed within the window, up once no check failed within it, so that
 * intermittent failures are one outage instead of many.
 *
 * @param entries oldest first.
 */
export function outagesOf(entries: readonly HealthEntry[], rule: DownRule): HealthHistory {
  const outages: Outage[] = [];
  let current: Outage | null = null;
  let failures: string[] = [];
  for (const { timestamp, ok, endpoint, error } of entries) {
    const time = Date.parse(timestamp);
    failures = [...failures, ...(ok ? [] : [timestamp])].filter(
      (failure) => time - Date.parse(failure) < rule.windowMinutes * 60_000,
    );
    const [began] = failures;
    if (current === null && began !== undefined && failures.length >= rule.threshold) {
      current = { began, known: timestamp, ended: null, endpoint, error };
    } else if (current !== null && began === undefined) {
      outages.push({ ...current, ended: timestamp });
      current = null;
    }
  }
  return {
    outages: current === null ? outages : [...outages, current],
    quiet: entries.length > 0 && failures.length === 0,
  };
}
