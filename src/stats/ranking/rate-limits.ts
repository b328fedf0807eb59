import { clopperPearson } from '../distributions/clopper-pearson.ts';
import { Z_95 } from '../distributions/normal.ts';
import { wilsonInterval } from '../distributions/wilson.ts';
import type { ErrorSource } from '../performance/scored-rows.ts';
import type { Part } from './top-rows.ts';

/** Fewest leads for Wilson's interval, which covers too little near 0 and 1 with fewer. */
const WILSON_FROM = 30;
/** With so few of either kind Wilson's limit on that side is too near. */
const RARE = 3;

/**
 * Interval of a rate: exact where leads are few, else Wilson's.
 *
 * @param n effective leads.
 * @param leads as many as there are.
 */
export function rateInterval(rate: number, n: number, leads = n): readonly [number, number] {
  const exact = (): readonly [number, number] => clopperPearson(rate * n, n);
  if (Math.max(n, leads) < WILSON_FROM) return exact();
  const [low, high] = wilsonInterval(rate === 1 ? n : rate * n, n);
  if (rate * n <= RARE) return [Math.min(low, exact()[0]), high];
  return (1 - rate) * n <= RARE ? [low, Math.max(high, exact()[1])] : [low, high];
}

/** Kish's effective number of labelled leads. */
export const effectiveLeads = ({ labelled, squares }: Part): number =>
  squares > 0 ? (labelled * labelled) / squares : 0;

/** A rate that is never 0 or 1. */
export function steadyRate(part: Part): number {
  const n = effectiveLeads(part);
  return ((n * part.positives) / Math.max(part.labelled, Number.MIN_VALUE) + 0.5) / (n + 1);
}

/**
 * Limits of a part's rate for the ratio of two of them. With labels that are probabilities: where the rate of the outcomes
 * will fall, with half a lead for their being whole, perhaps beyond 0 or 1.
 *
 * @param n effective leads.
 */
export function rateLimits(part: Part, n: number, source: ErrorSource): readonly [number, number] {
  const rate = part.positives / part.labelled;
  if (source === 'outcomes') return wilsonInterval(rate === 1 ? n : rate * n, n);
  const half = Z_95 * (Math.sqrt(part.uncertain) / part.labelled) + 0.5 / Math.max(effectiveLeads(part), 1);
  // Not cut off at 0 and 1: the ratio of two rates needs the whole of their error.
  return [rate - half, rate + half];
}
