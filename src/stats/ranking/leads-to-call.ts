import type { Estimate } from '../performance/scored-rows.ts';

/**
 * How many leads of the top must be called for one that engages, from the precision of that top. Undefined where none
 * engaged; where the interval of the precision reaches 0, there is no upper limit.
 *
 * @example
 * leadsToCall({ value: 0.5, interval: [0.25, 0.8] }); // { value: 2, interval: [1.25, 4] }
 */
export function leadsToCall({ value, interval: [low, high] }: Estimate): Estimate | undefined {
  return value > 0 ? { value: 1 / value, interval: [1 / high, 1 / low] } : undefined;
}
