import type { ChartSpec } from './spec.ts';

/** A series over time whose missing buckets are gaps: nothing is drawn, and the table says so. */
export interface Buckets<Point> {
  readonly starts: readonly number[];
  readonly points: readonly (Point | null)[];
}

/**
 * Puts one empty bucket wherever at least one bucket has no data, which is all a line needs to break. A chart over
 * years keeps as many points as there are reports.
 */
export function withGaps<Point extends { readonly start: string }>(
  points: readonly Point[],
  bucketMs: number,
): Buckets<Point> {
  const starts: number[] = [];
  const filled: (Point | null)[] = [];
  let previous: number | null = null;
  for (const point of points) {
    const start = Date.parse(point.start);
    if (previous !== null && start - previous > bucketMs * 1.5) {
      starts.push(previous + bucketMs);
      filled.push(null);
    }
    starts.push(start);
    filled.push(point);
    previous = start;
  }
  return { starts, points: filled };
}

/** Values of a field over the buckets. */
export const pick = <Point>(
  buckets: Buckets<Point>,
  value: (point: Point) => number | null,
): (number | null)[] => buckets.points.map((point) => (point === null ? null : value(point)));

export const timeAxis = (values: readonly number[], step: number, label = 'Start'): ChartSpec['x'] => ({
  label,
  format: 'number',
  scale: 'time',
  values,
  binned: false,
  step,
});
