import type { HealthEntry } from '../../ingest/services/health/health-log.ts';

interface DownRule {
  /** So many failures … */
  readonly threshold: number;
  /** … within so many minutes. */
  readonly windowMinutes: number;
}

export interface ApiState {
  readonly down: boolean;
  /** When this state began; null before the first entry. */
  readonly since: string | null;
}

/**
 * Down once `threshold` checks failed within the window; up again when no check has failed for as long, so that an API
 * that answers every other time is one outage and not twenty.
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
