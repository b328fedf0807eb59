import { scaleLinear } from 'd3-scale';
import type { SparkSource } from '../views/figures.ts';
import { SPARK_WIDTH } from './sparkline.ts';

/** A figure on its healthy range, where there are no reports yet to draw a line from. */
export interface Bullet {
  readonly band: { readonly x: number; readonly width: number };
  readonly at: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Null where there is no value or no range. */
export function bullet(source: SparkSource): Bullet | null {
  const { now, min, max } = source;
  if (now === null || (min === null && max === null)) return null;
  // A range that is open above is one of a share, which ends at 1.
  const low = Math.min(now, min ?? 0);
  const high = Math.max(now, max ?? 1);
  const pad = (high - low || 1) * 0.15;
  const x = scaleLinear()
    .domain([low - pad, high + pad])
    .range([3, SPARK_WIDTH - 3]);
  const from = x(min ?? 0);
  const to = x(max ?? 1);
  return { band: { x: round(from), width: round(to - from) }, at: round(x(now)) };
}
