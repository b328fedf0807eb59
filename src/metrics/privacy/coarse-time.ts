import type { Policy } from '../../settings/policy-schema.ts';
import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../wording/time.ts';

const UNITS_MS = { minute: MINUTE_MS, hour: HOUR_MS, hidden: DAY_MS } as const;

/** How finely the time of a prediction is told; the day where times of single predictions are hidden. */
export const timeUnit = (how: Policy['privacy']['predictionTimes']): number => UNITS_MS[how];

/** The start of the minute, hour or day: the moment itself could be found again in another system's log. */
export function coarseTime(time: number, how: Policy['privacy']['predictionTimes']): string {
  const unit = timeUnit(how);
  return isoTime(Math.floor(time / unit) * unit);
}
