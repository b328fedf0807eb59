import type { SparkSource } from '../views/figures.ts';
import { linearScale } from './scale.ts';
import { SPARK_WIDTH } from './sparkline.ts';

/** A figure on its healthy range, shown until there are enough reports for a sparkline. */
export interface Bullet {
  readonly band: { readonly x: number; readonly width: number };
  readonly at: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Null where there is no value or no range. */
export function bullet(source: SparkSource): Bullet | null {
  const { now, min, max } = source;
  if (now === null || (min === null && max === null)) return null;
  // Of a range without upper end the band goes on to the value; that of a share ends at 1.
  const end = max ?? Math.max(1, min ?? 0, now);
  const low = Math.min(now, min ?? 0);
  const high = Math.max(now, end);
  const pad = (high - low || 1) * 0.15;
  const x = linearScale([low - pad, high + pad], [3, SPARK_WIDTH - 3]);
  const from = x(min ?? 0);
  const to = x(end);
  return { band: { x: round(from), width: round(to - from) }, at: round(x(now)) };
}
