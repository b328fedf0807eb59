import { normalQuantile } from '../distributions/normal.ts';
import { wilsonInterval } from '../distributions/wilson.ts';
import { rankRows } from './ranked-rows.ts';
import { effectiveLeads, steadyRate } from './rate-limits.ts';
import { type Cut, cutAt } from './top-rows.ts';

/** Precision of two rankings at the same share of their leads. */
export interface PrecisionDifference {
  readonly first: number;
  readonly second: number;
  /** Second minus first. */
  readonly difference: number;
  readonly interval: readonly [number, number];
}

export interface PairedPrecision extends PrecisionDifference {
  /** Leads that belong to one top only. */
  readonly differing: number;
}

/**
 * Difference of the precision of two rankings of the same leads, at the top `share` of them; ties at a cut are shared
 * out. Leads that both rankings place at the top cancel out, so that the interval is that of the leads on which they
 * differ. The variance is that of the leads' influence, (m·(y − r) − share·(precision − r)) / share with the
 * membership m and the rate r at the cut, which holds the cut's own uncertainty; one lead of either kind is added to those
 * that differ, without which the interval is too narrow where they are few. Undefined without a lead.
 *
 * @param labels 1 or 0, one a lead.
 * @example
 * pairedPrecision([0.9, 0.1], [0.1, 0.9], [0, 1], 0.5, 0.95)?.difference; // 1
 */
export function pairedPrecision(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  labels: ArrayLike<number>,
  share: number,
  confidence: number,
): PairedPrecision | undefined {
  const n = labels.length;
  const [a, b] = [topOf(first, labels, share), topOf(second, labels, share)];
  if (a === undefined || b === undefined) return undefined;
  let [squares, differing] = [0, 0];
  for (let i = 0; i < n; i++) {
    const shift = influenceOf(b, i, labels[i] ?? 0) - influenceOf(a, i, labels[i] ?? 0);
    squares += shift * shift;
    differing += Math.abs((b.membership[i] ?? 0) - (a.membership[i] ?? 0));
  }
  const difference = b.precision - a.precision;
  const one = 1 / (share * n);
  const error = squares === 0 ? 0 : Math.sqrt(squares / (n * Math.max(1, n - 1)) + one * one);
  const half = zOf(confidence) * error;
  return {
    first: a.precision,
    second: b.precision,
    difference,
    interval: [Math.max(-1, difference - half), Math.min(1, difference + half)],
    differing,
  };
}

/**
 * Difference of the precision of two rankings of different leads, each cut already: Newcombe's interval out of Wilson's of
 * either, whose effective number of leads is smaller by what the place of the cut adds. Undefined where a top has no
 * label.
 *
 * Source: R. G. Newcombe, Statistics in Medicine 17, 1998, method 10.
 */
export function splitPrecision(first: Cut, second: Cut, confidence: number): PrecisionDifference | undefined {
  const [a, b] = [limitsOf(first, confidence), limitsOf(second, confidence)];
  if (a === undefined || b === undefined) return undefined;
  const difference = b.value - a.value;
  return {
    first: a.value,
    second: b.value,
    difference,
    interval: [
      difference - Math.hypot(b.value - b.low, a.high - a.value),
      difference + Math.hypot(b.high - b.value, a.value - a.low),
    ],
  };
}

/** Standard errors on either side of an interval. */
export const zOf = (confidence: number): number => normalQuantile(0.5 + confidence / 2);

interface Top {
  readonly share: number;
  readonly precision: number;
  readonly rateAtCut: number;
  /** How much of a lead belongs to the top. */
  readonly membership: Float64Array;
}

function topOf(scores: ArrayLike<number>, labels: ArrayLike<number>, share: number): Top | undefined {
  const cut = cutAt(rankRows(scores, labels), share * labels.length);
  if (cut === undefined) return undefined;
  let [above, ties] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if ((scores[i] ?? 0) > cut.threshold) above++;
    else if (scores[i] === cut.threshold) ties++;
  }
  const part = (cut.top.n - above) / ties;
  const membership = Float64Array.from(scores, (score) =>
    score > cut.threshold ? 1 : score === cut.threshold ? part : 0,
  );
  return { share, precision: cut.top.positives / cut.top.n, rateAtCut: cut.rateAtCut, membership };
}

const influenceOf = ({ share, precision, rateAtCut, membership }: Top, i: number, label: number): number =>
  ((membership[i] ?? 0) * (label - rateAtCut)) / share - (precision - rateAtCut);

function limitsOf({ top, share, rateAtCut }: Cut, confidence: number) {
  if (!(top.labelled > 0)) return undefined;
  const value = top.positives / top.labelled;
  const steady = steadyRate(top);
  const more = ((1 - share) * (steady - rateAtCut) ** 2) / (steady * (1 - steady));
  const n = effectiveLeads(top) / (1 + more);
  const [low, high] = wilsonInterval(value === 1 ? n : value * n, n, confidence);
  return { value, low, high };
}
