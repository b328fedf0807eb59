import { clopperPearson } from './distributions/clopper-pearson.ts';
import { incompleteBeta } from './distributions/incomplete-beta.ts';

/**
 * The share of `next` rows that is exceeded with a probability of at most `alpha`, where `events` of `total` earlier rows of the
 * same population had the event. Half of `alpha` is for the rate that the earlier rows do not tell exactly (Clopper and
 * Pearson's upper limit), half for the rows to come (the binomial distribution at that rate).
 *
 * @example
 * shareLimit(5, 100, 50, 0.01); // 0.28
 */
export function shareLimit(events: number, total: number, next: number, alpha: number): number {
  const [, rate] = clopperPearson(events, total, 1 - alpha);
  if (rate >= 1 || next < 1) return 1;
  // P(more than c of the next rows) = I_rate(c + 1, next − c), which falls with c.
  let [low, high] = [-1, next];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (incompleteBeta(rate, middle + 1, next - middle) <= alpha / 2) high = middle;
    else low = middle;
  }
  return high / next;
}
