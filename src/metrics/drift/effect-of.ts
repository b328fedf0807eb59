import type { Report } from '../../report/schema/report.ts';
import type { Effect } from '../../stats/result.ts';

/** Converts an effect to the report's form; null where there is none. */
export function effectOf(effect: Effect | undefined): Report['predictionDrift']['effect'] {
  if (effect === undefined) return null;
  const { name, value, word, interval } = effect;
  return { name, value, word, interval: interval === undefined ? null : [interval[0], interval[1]] };
}
