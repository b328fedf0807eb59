import type { Random } from '../../../stats/distributions/random.ts';

/** Calls of one week. */
const PREDICTIONS = 130;
const HEALTH_CALLS = 28;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** Positions within a week of calls that the API refuses, far enough apart to raise no alert. */
const REFUSED = [
  { at: 54, endpoint: '/predict', method: 'POST', status: 422 },
  { at: 115, endpoint: '/predictions', method: 'GET', status: 404 },
] as const;

const CALLS = PREDICTIONS + HEALTH_CALLS + REFUSED.length;

export type Call = 'predict' | 'health' | (typeof REFUSED)[number];

/** Every week has the same calls in the same order. */
export function kindOfCall(position: number): Call {
  const inWeek = position % CALLS;
  const refused = REFUSED.find(({ at }) => at === inWeek);
  if (refused !== undefined) return refused;
  const total = PREDICTIONS + HEALTH_CALLS;
  const earlier = REFUSED.filter(({ at }) => at < inWeek).length;
  const index = inWeek - earlier;
  // Health calls are spread evenly among the predictions.
  const before = Math.floor((index * HEALTH_CALLS) / total);
  return Math.floor(((index + 1) * HEALTH_CALLS) / total) > before ? 'health' : 'predict';
}

/** Ascending times of all calls of the weeks before `now`: one at a random point of each equal share of a week. */
export function callTimes(random: Random, now: number, weeks: number): number[] {
  const share = (WEEK_MS - 600_000) / CALLS;
  return Array.from({ length: weeks * CALLS }, (_, i) => {
    const start = now - (weeks - Math.floor(i / CALLS)) * WEEK_MS + 300_000;
    return start + share * ((i % CALLS) + 0.9 * random.uniform());
  });
}
