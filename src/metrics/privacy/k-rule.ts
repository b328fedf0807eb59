import type { Policy } from '../../settings/policy-schema.ts';

/** What may be published of a group of leads. */
export interface KRule {
  /** Fewest leads of which anything is published. */
  readonly k: number;
  /** Whether counts are multiples of k. */
  readonly rounded: boolean;
}

export const kRule = ({ privacy }: Pick<Policy, 'privacy'>): KRule => ({
  k: privacy.k,
  rounded: privacy.counts === 'rounded',
});

/**
 * A count of leads as it is published: 0 below k. Rounded down to a multiple of k where counts are rounded, so that one
 * lead more or less is seen in one count of k at most, and then as k leads; each count by itself, so that none follows
 * from the others.
 */
export function shownCount(count: number, { k, rounded }: KRule): number {
  if (count < k) return 0;
  return rounded ? Math.floor(count / k) * k : count;
}

/**
 * A count of leads that is judged by a limit, on the same side of the limit as the count itself: up to the next multiple of
 * k where rounding down would cross it.
 */
export function shownCountBeside(count: number, limit: number, rule: KRule): number {
  const shown = shownCount(count, rule);
  return count > limit && shown <= limit ? shown + rule.k : shown;
}

/** Significant digits of a count that is foretold: more would tell the statistics that it follows from. */
const ROUGH_DIGITS = 2;

/** About how many leads are needed, rounded up: a multiple of k of two digits; whole where nothing is rounded. */
export function roughCount(count: number, { k, rounded }: KRule): number {
  const whole = Math.max(1, Math.ceil(count));
  if (!rounded) return whole;
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(whole)) + 1 - ROUGH_DIGITS);
  return Math.ceil((Math.ceil(whole / digit) * digit) / k) * k;
}

/** A share of leads, of counts as they are published. */
export function shownShare(count: number, total: number, rule: KRule): number {
  const whole = shownCount(total, rule);
  return whole === 0 ? 0 : Math.min(1, shownCount(count, rule) / whole);
}

/** The smallest of 1, 2 and 5 times a power of ten that is at least as large. */
export function niceUnit(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/** The nearest multiple of a unit, without the noise of binary fractions; the value itself for a unit of 0. */
export function toUnit(value: number, unit: number): number {
  if (unit === 0 || !Number.isFinite(value / unit)) return value;
  const decimals = Math.min(100, Math.max(0, -Math.floor(Math.log10(unit))));
  return Number((Math.round(value / unit) * unit).toFixed(decimals)) + 0;
}
