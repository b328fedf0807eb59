import type { HealthEntry } from '../../ingest/services/health/health-log.ts';

interface DownRule {
  /** Number of failed checks … */
  readonly threshold: number;
  /** … within this many minutes. */
  readonly windowMinutes: number;
}

export interface ApiState {
  readonly down: boolean;
  /** Start of this state; null before the first entry. */
  readonly since: string | null;
}

/**
 * State of the API: down once `threshold` checks failed within the window, up once no check failed within it, so that
 * intermittent failures are one outage instead of many.
 *
 * @param entries oldest first.
 */
export function apiState(entries: readonly HealthEntry[], rule: DownRule): ApiState {
  let state: ApiState = { down: false, since: null };
  let failures: number[] = [];
  for (const { timestamp, ok } of entries) {
    const time = Date.parse(timestamp);
    failures = [...failures, ...(ok ? [] : [time])].filter(
      (failure) => time - failure < rule.windowMinutes * 60_000,
    );
    const many = failures.length >= rule.threshold;
    if (!state.down && many) state = { down: true, since: new Date(failures[0] ?? time).toISOString() };
    else if (state.down && failures.length === 0) state = { down: false, since: timestamp };
    else if (state.since === null) state = { down: false, since: timestamp };
  }
  return state;
}
