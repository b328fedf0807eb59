import type { TimeRange } from '../../ingest/store.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../wording/time.ts';

const UNITS_MS = { minute: MINUTE_MS, hour: HOUR_MS, hidden: DAY_MS } as const;

/** How finely the time of a prediction is told; the day where times of single predictions are hidden. */
export const timeUnit = (how: Policy['privacy']['predictionTimes']): number => UNITS_MS[how];

/** The start of the minute, hour or day: the moment itself could be found again in another system's log. */
export function coarseMs(time: number, how: Policy['privacy']['predictionTimes']): number {
  const unit = timeUnit(how);
  return Math.floor(time / unit) * unit;
}

export const coarseTime = (time: number, how: Policy['privacy']['predictionTimes']): string =>
  isoTime(coarseMs(time, how));

/** The minutes, hours or days that hold a span between two predictions or requests; it ends at the report's time at latest. */
export function coarseSpan(
  start: number,
  end: number,
  { policy, now }: { readonly policy: Pick<Policy, 'privacy'>; readonly now: number },
): TimeRange {
  const unit = timeUnit(policy.privacy.predictionTimes);
  return {
    start: coarseMs(start, policy.privacy.predictionTimes),
    end: Math.min(now, Math.ceil(end / unit) * unit),
  };
}

/** A range as it is published: an end that is not that of the report's window is the time of a prediction. */
export function publishedRange(
  { start, end }: TimeRange,
  whole: TimeRange,
  policy: Pick<Policy, 'privacy'>,
): TimeRange {
  const { predictionTimes: how } = policy.privacy;
  return {
    start: start === whole.start ? start : coarseMs(start, how),
    end: end === whole.end ? end : coarseMs(end, how),
  };
}
