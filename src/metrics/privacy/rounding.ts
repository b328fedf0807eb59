import { type KRule, niceUnit, toUnit } from './k-rule.ts';
import { unitOf } from './units.ts';

/**
 * A value in a unit, on the same side of each limit as the value itself: what is judged by a limit is judged alike before
 * and after. Between two limits that are closer than the unit, in the coarsest finer one that tells them apart.
 */
export function roundedBeside(value: number, unit: number, limits: readonly number[] = []): number {
  if (unit === 0 || limits.includes(value)) return value;
  for (let finer = unit; finer > unit * FINEST; finer = niceUnit(finer * NEXT_FINER)) {
    const near = [value / finer, Math.floor(value / finer), Math.ceil(value / finer)];
    const found = firstAlike(
      value,
      near.map((count) => toUnit(count * finer, finer)),
      limits,
    );
    if (found !== undefined) return found;
  }
  return value;
}

/** From 1 to 0.5, 0.2, 0.1 and so on; and where the search ends. */
const NEXT_FINER = 0.4;
const FINEST = 1e-9;

/**
 * Two values to be compared, each in its unit, which keep their order: an interval that ends before another one begins
 * still does.
 *
 * @param limits of the first, of the second.
 */
export function roundedApart(
  first: readonly [value: number, unit: number, limits?: readonly number[]],
  second: readonly [value: number, unit: number, limits?: readonly number[]],
): [number, number] {
  if (first[0] === second[0]) {
    const limits = [...(first[2] ?? []), ...(second[2] ?? [])];
    const shown = roundedBeside(first[0], Math.max(first[1], second[1]), limits);
    return [shown, shown];
  }
  const middle = (first[0] + second[0]) / 2;
  const beside = ([value, unit, limits = []]: typeof first): number =>
    roundedBeside(value, unit, [...limits, middle]);
  return [beside(first), beside(second)];
}

/** Significant digits of a rounded p-value; of one close to a limit as many more as it takes. */
const P_DIGITS = 2;
const MOST_DIGITS = 12;

/**
 * A p-value in steps of its order of magnitude.
 *
 * @param step of −log10 p.
 */
export function roundedP(p: number, step: number, limits: readonly number[] = []): number {
  if (step === 0 || p <= 0 || limits.includes(p)) return p;
  const order = -Math.log10(p) / step;
  const near = [Math.round(order), Math.ceil(order), Math.floor(order)];
  const found = firstAlike(
    p,
    near.map((count) => Math.min(1, Number((10 ** -(count * step)).toPrecision(P_DIGITS)))),
    limits,
  );
  if (found !== undefined) return found;
  for (let digits = P_DIGITS; digits < MOST_DIGITS; digits++) {
    const unit = 10 ** (Math.floor(Math.log10(p)) + 1 - digits);
    const finer = [Math.round(p / unit), Math.ceil(p / unit), Math.floor(p / unit)];
    const beside = firstAlike(
      p,
      finer.map((count) => Number((count * unit).toPrecision(digits + 1))),
      limits,
    );
    if (beside !== undefined) return beside;
  }
  return p;
}

/** The first candidate that lies on the value's own side of each limit. */
export const firstAlike = (
  value: number,
  candidates: readonly number[],
  limits: readonly number[],
): number | undefined =>
  candidates.find((candidate) =>
    limits.every((limit) => Math.sign(candidate - limit) === Math.sign(value - limit)),
  );

/** How far k leads can move what is published of a comparison of two samples. */
export interface Precision {
  /** Of a share, a distance, an area; 0 where nothing is rounded. */
  readonly unit: number;
  /** Leads of both sides together as far as they inform: n m ÷ (n + m). */
  readonly effective: number;
}

export function precisionOf(
  leads: { readonly reference: number; readonly production: number },
  rule: KRule,
): Precision {
  const { reference, production } = leads;
  if (!rule.rounded || reference <= 0 || production <= 0) return { unit: 0, effective: 0 };
  return {
    unit: unitOf(Math.min(reference, production), rule),
    effective: (reference * production) / (reference + production),
  };
}

/** Finest step of an order of magnitude: two significant digits. */
const FINEST_STEP = 0.05;

/** Of −log10 p, which is about z² ÷ 4.6 with a z that k leads move by the root of their number times the unit. */
export function stepOfP(p: number, { unit, effective }: Precision): number {
  if (unit === 0) return 0;
  const z = Math.sqrt(-2 * Math.log(Math.max(p, Number.MIN_VALUE)));
  return niceUnit(Math.max(FINEST_STEP, Math.LOG10E * z * Math.sqrt(effective) * unit));
}

/** Of a test's statistic: one between 0 and 1 moves by the unit, one that grows with the leads as its root. */
export function unitOfStatistic(statistic: number, bounded: boolean, { unit, effective }: Precision): number {
  if (unit === 0 || bounded) return unit;
  const size = Math.abs(statistic);
  return niceUnit(Math.max(2 * Math.sqrt(size * effective) * unit, 2 * size * unit));
}
