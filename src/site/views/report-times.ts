import type { NightSummary } from '../../report/summary.ts';

const known = new WeakMap<readonly NightSummary[], readonly number[]>();

/** When each night's report was made, in ms. Parsed once a build: every permalink page asks for them. */
function timesOf(nights: readonly NightSummary[]): readonly number[] {
  const before = known.get(nights);
  if (before !== undefined) return before;
  const times = nights.map((night) => Date.parse(night.generatedAt));
  known.set(nights, times);
  return times;
}

/**
 * The nights of a span of time, newest first.
 * @param nights newest first. @param from @param to ms since 1970, both included.
 */
export function nightsBetween(
  nights: readonly NightSummary[],
  from: number,
  to: number,
): readonly NightSummary[] {
  const times = timesOf(nights);
  return nights.slice(firstBelow(times, to, false), firstBelow(times, from, true));
}

/** Index of the first time below a limit (or not above it), in a descending list, by halving. */
function firstBelow(times: readonly number[], limit: number, strictly: boolean): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const time = times[middle] ?? 0;
    if (strictly ? time < limit : time <= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
