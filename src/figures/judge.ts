import { z } from 'zod';
import type { Figure } from '../report/schema/common.ts';

/** Both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Action for a value below and above the range. */
export interface RangeActions {
  readonly below: string;
  readonly above: string;
}

/** A measured value; null with the reason where there is none. */
export interface Measured {
  readonly value: number | null;
  /** Rows that the value is computed from. */
  readonly n: number;
  /** 95 % confidence interval. */
  readonly interval?: readonly [number, number] | null;
  readonly reason?: string | null;
}

/** Policy fragment of a figure with a lower and an upper end of its healthy range. */
export const rangePolicy = (min: number, max: number) =>
  z
    .strictObject({ min: z.number().default(min), max: z.number().default(max) })
    .prefault({})
    .refine((r) => r.min < r.max, 'min must be below max');

/** A figure that could not be computed, with the reason. */
export function unknownFigure(reason: string, range: Range | null = null): Figure {
  return { value: null, status: 'unknown', range, n: 0, interval: null, reason, action: null };
}

/** Green within a range, ends included, and yellow outside. */
export function judgeRange(measured: Measured, { min, max }: Range, actions: RangeActions): Figure {
  const { value, n, interval = null, reason = null } = measured;
  const range = { min, max };
  if (value === null) return unknownFigure(reason ?? 'There is no value.', range);
  const inside = value >= min && value <= max;
  return {
    value,
    status: inside ? 'green' : 'yellow',
    range,
    n,
    interval: interval === null ? null : [interval[0], interval[1]],
    reason,
    action: inside ? null : value < min ? actions.below : actions.above,
  };
}

/** A value that is shown and not judged. */
export function shownFigure({ value, n, interval = null, reason = null }: Measured): Figure {
  return {
    value,
    status: 'unknown',
    range: null,
    n,
    interval: interval === null ? null : [interval[0], interval[1]],
    reason: value === null ? reason : 'This figure is shown and not judged.',
    action: null,
  };
}
