import type { ChartSpec } from './spec.ts';

/** A time series with gaps for missing buckets. */
export interface Buckets<Point> {
  readonly starts: readonly number[];
  readonly points: readonly (Point | null)[];
}

/**
 * Inserts one empty bucket wherever one or more buckets are missing, which is enough to break a line and keeps charts over
 * years small.
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

/** Values of a field, one per bucket. */
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

/** The weeks of predictions whose outcomes are still to come, as one span. */
export function awaitedSpan(
  weeks: readonly { readonly start: string; readonly end: string; readonly mature: boolean }[],
): ChartSpec['spans'] {
  const young = weeks.filter(({ mature }) => !mature);
  const [first, last] = [young[0], young.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ from: Date.parse(first.start), to: Date.parse(last.end), label: 'outcomes still to come' }];
}
