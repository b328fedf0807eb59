import type { Figure, Status } from '../report/schema/common.ts';

/** Both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What to do on each side of a range. */
export interface RangeActions {
  readonly below: string;
  readonly above: string;
}

/** A figure that could not be computed, and why. */
export function unknownFigure(reason: string, range: Range | null = null): Figure {
  return { value: null, status: 'unknown', range, n: 0, interval: null, reason, action: null };
}

/** A figure that is healthy within a range, ends included, and yellow outside. */
export function rangeFigure(
  value: number,
  n: number,
  range: Range,
  actions: RangeActions,
  interval: readonly [number, number] | null = null,
): Figure {
  const inside = value >= range.min && value <= range.max;
  const action = value < range.min ? actions.below : actions.above;
  return {
    value,
    status: inside ? 'green' : 'yellow',
    range: { min: range.min, max: range.max },
    n,
    interval: interval === null ? null : [interval[0], interval[1]],
    reason: null,
    action: inside ? null : action,
  };
}

const WEIGHT: Readonly<Record<Status, number>> = { unknown: 0, green: 1, yellow: 2, red: 3 };

/** The worst of some statuses; `unknown` counts only where nothing else is known. */
export function worstStatus(statuses: readonly Status[]): Status {
  return statuses.reduce<Status>(
    (worst, status) => (WEIGHT[status] > WEIGHT[worst] ? status : worst),
    'unknown',
  );
}

/** "1 row", "1,200 rows". */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : several}`;
}

/** Whole number with thousands separators. */
export const formatCount = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** "99.4 %": a share in words, with as many digits as distinguish it from 0 and 100 %. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) return `${value} %`;
  if (value < 0.1 || value > 99.9) return `${significant(value, value > 99.9 ? 5 : 2)} %`;
  return `${Number(value.toFixed(1))} %`;
}

/** A number in words, to so many significant digits, without a trailing zero. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  if (Math.abs(rounded) >= 1e7 || Math.abs(rounded) < 1e-4) return rounded.toExponential().replace('e+', 'e');
  return rounded.toString();
}
