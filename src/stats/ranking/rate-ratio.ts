import type { ErrorSource } from '../performance/scored-rows.ts';
import { effectiveLeads, rateLimits, steadyRate } from './rate-limits.ts';
import type { Cut } from './top-rows.ts';

export interface RateRatio {
  /** Infinite where the rest holds no positive lead. */
  readonly value: number;
  readonly interval: readonly [number, number];
}

/**
 * Rate of the top over the rate of the rest, with its 95 % interval from the limits of both (MOVER-R). Undefined where a
 * label of either part is missing, or none is positive.
 *
 * The place of the cut moves both rates; what that adds to the variance of their ratio's logarithm lowers the effective
 * number of leads on both sides.
 *
 * Source: A. Donner and G. Zou, "Closed-form confidence intervals for functions of the normal mean and standard
 * deviation", Stat. Methods Med. Res. 21(4), 2012.
 */
export function rateRatio(cut: Cut, source: ErrorSource): RateRatio | undefined {
  const { top, rest } = cut;
  if (!(top.labelled > 0 && rest.labelled > 0 && top.positives + rest.positives > 0)) return undefined;
  const [inside, outside] = [top.positives / top.labelled, rest.positives / rest.labelled];
  const kept = source === 'labels' ? 1 : keptShare(cut);
  const limits = [top, rest].map((part) => rateLimits(part, effectiveLeads(part) * kept, source));
  const [above = [0, 1], below = [0, 1]] = limits;
  return {
    value: inside / outside,
    interval: [
      1 / moverUpper(outside, below[1], inside, above[0]),
      moverUpper(inside, above[1], outside, below[0]),
    ],
  };
}

/** Upper limit of a/b from the upper limit of a and the lower of b. */
function moverUpper(a: number, upper: number, b: number, lower: number): number {
  if (lower <= 0) return Infinity;
  const root = (a * b) ** 2 - upper * lower * (2 * a - upper) * (2 * b - lower);
  return (a * b + Math.sqrt(Math.max(0, root))) / (lower * (2 * b - lower));
}

/** The variance without the place of the cut, as a share of the whole. */
function keptShare(cut: Cut): number {
  const { top, rest, share, rateAtCut } = cut;
  const [inside, outside] = [steadyRate(top), steadyRate(rest)];
  const plain = (1 - inside) / inside / effectiveLeads(top) + (1 - outside) / outside / effectiveLeads(rest);
  const odds = Math.sqrt((1 - share) / share);
  const moved = (odds * (inside - rateAtCut)) / inside + (outside - rateAtCut) / outside / odds;
  return plain / (plain + (moved * moved) / (top.n + rest.n));
}
