import { type KRule, niceUnit, toUnit } from './k-rule.ts';

/**
 * A value in a unit, on the same side of each limit as the value itself: what is judged by a limit is judged alike before
 * and after.
 */
export function roundedBeside(value: number, unit: number, limits: readonly number[] = []): number {
  if (unit === 0 || limits.includes(value)) return value;
  const near = [value / unit, Math.floor(value / unit), Math.ceil(value / unit)];
  return chosen(
    value,
    near.map((count) => toUnit(count * unit, unit)),
    limits,
  );
}

/** Significant digits of a rounded p-value. */
const P_DIGITS = 2;

/**
 * A p-value in steps of its order of magnitude.
 *
 * @param step of −log10 p.
 */
export function roundedP(p: number, step: number, limits: readonly number[] = []): number {
  if (step === 0 || p <= 0 || limits.includes(p)) return p;
  const order = -Math.log10(p) / step;
  const near = [Math.round(order), Math.ceil(order), Math.floor(order)];
  return chosen(
    p,
    near.map((count) => Math.min(1, Number((10 ** -(count * step)).toPrecision(P_DIGITS)))),
    limits,
  );
}

/** The first candidate that lies where the value does; the value where none does. */
function chosen(value: number, candidates: readonly number[], limits: readonly number[]): number {
  const alike = (candidate: number): boolean =>
    limits.every((limit) => Math.sign(candidate - limit) === Math.sign(value - limit));
  return candidates.find(alike) ?? value;
}

/** How far k leads can move what is published of a comparison of two samples. */
export interface Precision {
  /** Of a share, a distance, an area; 0 where nothing is rounded. */
  readonly unit: number;
  /** Leads of both sides together as far as they inform: n m ÷ (n + m). */
  readonly effective: number;
}

export function precisionOf(
  leads: { readonly reference: number; readonly production: number },
  { k, rounded }: KRule,
): Precision {
  const { reference, production } = leads;
  if (!rounded || reference <= 0 || production <= 0) return { unit: 0, effective: 0 };
  return {
    unit: niceUnit(k / Math.min(reference, production)),
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
