import type { RunSummary } from '../../report/summary.ts';

const known = new WeakMap<readonly RunSummary[], readonly number[]>();

/** When each report's report was made, in ms. Parsed once a build: every permalink page asks for them. */
function timesOf(runs: readonly RunSummary[]): readonly number[] {
  const before = known.get(runs);
  if (before !== undefined) return before;
  const times = runs.map((run) => Date.parse(run.generatedAt));
  known.set(runs, times);
  return times;
}

/**
 * The reports of a span of time, newest first.
 * @param reports newest first. @param from @param to ms since 1970, both included.
 */
export function reportsBetween(runs: readonly RunSummary[], from: number, to: number): readonly RunSummary[] {
  const times = timesOf(runs);
  return runs.slice(firstBelow(times, to, false), firstBelow(times, from, true));
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
