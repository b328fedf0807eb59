import { wilsonInterval } from '../../stats/distributions/wilson.ts';

/** Lift of one tenth of the rows, sorted by score. */
export interface LiftDecile {
  /** 1 holds the highest scores. */
  readonly decile: number;
  readonly n: number;
  readonly positives: number;
  /** Share of positives over the share among all rows. */
  readonly lift: number;
  /** Wilson interval of the decile's share, divided by the overall share (treated as known). */
  readonly interval: readonly [number, number];
  /** Share of all positives in this decile and those above. */
  readonly cumulativeCapture: number;
}

/** Lift by decile of score. Equal scores stay in row order; fewer than ten rows give as many groups as rows. */
export function liftByDecile(scores: ArrayLike<number>, labels: ArrayLike<number>): LiftDecile[] {
  const n = scores.length;
  const order = Array.from({ length: n }, (_, i) => i).toSorted(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const total = order.reduce((sum, i) => sum + (labels[i] as number), 0);
  if (n === 0 || total === 0) return [];
  const rate = total / n;
  const groups = Math.min(10, n);
  let found = 0;
  return Array.from({ length: groups }, (_, g) => {
    const rows = order.slice(Math.round((g * n) / groups), Math.round(((g + 1) * n) / groups));
    const positives = rows.reduce((sum, i) => sum + (labels[i] as number), 0);
    found += positives;
    const [low, high] = wilsonInterval(positives, rows.length);
    return {
      decile: g + 1,
      n: rows.length,
      positives,
      lift: positives / rows.length / rate,
      interval: [low / rate, high / rate],
      cumulativeCapture: found / total,
    };
  });
}
