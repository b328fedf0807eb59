import { bisect } from './distributions/bisect.ts';
import { studentTwoSided } from './distributions/survival.ts';

/** Scale on which values vary alike: `log` for counts and durations, `logit` for shares. */
export type BandScale = 'log' | 'logit';

/** A value and its day, as a whole number of days since any day. */
export interface DatedValue {
  readonly day: number;
  readonly value: number;
}

export interface LearntBand {
  readonly low: number;
  readonly high: number;
  /** What the same weekdays before lead one to expect. */
  readonly centre: number;
  /** Values that it is learnt from. */
  readonly n: number;
}

/** Same weekdays that make the centre. */
const WEEKS = 4;
/** Weekdays older than this are no guide. */
const MAX_AGE_DAYS = 63;
/** Residuals so many robust standard deviations out are incidents that nobody marked. */
const OUTLIER = 4;
/** The robust standard deviation of fewer residuals says too little. */
const ROBUST_FROM = 14;
const MAD_TO_SD = 1.482602218505602;
/** Shares nearer to 0 or 1 than this are alike, and so are durations and counts below it. */
const FLOORS = { log: 0.5, logit: 0.001 } as const;
/** Least standard deviation on either scale: 1 % of a count or of the odds. */
const LEAST_SD = 0.01;

/**
 * The band in which the next value lies but for a share of false alarms, by weekday: centre is the mean of the last four
 * same weekdays; the residuals of all earlier values about their own centres, pooled over weekdays and each divided by
 * √(1 + 1/m) for its m weekdays, give the standard deviation; the width is Student's. Growth is the mean of the residuals,
 * which the centre is moved by. Null where a weekday has none before it, or fewer than two values could be compared.
 *
 * @param history values before, in any order, without those of incidents.
 * @param falseAlarms share of values outside although nothing changed; of both sides together.
 * @param noise standard deviation that the value has by its size alone, on the scale, such as 1/√n of a count.
 *
 * @example
 * learntBand([{ day: 0, value: 9 }, { day: 7, value: 11 }, …], 42, { scale: 'log', falseAlarms: 0.01 });
 */
export function learntBand(
  history: readonly DatedValue[],
  day: number,
  {
    scale,
    falseAlarms,
    noise = () => 0,
  }: {
    readonly scale: BandScale;
    readonly falseAlarms: number;
    readonly noise?: (value: number) => number;
  },
): LearntBand | null {
  const points = history
    .map((point) => ({ day: point.day, x: onScale(point.value, scale) }))
    .toSorted((a, b) => a.day - b.day);
  const weekdays = Map.groupBy(points, (point) => weekdayOf(point.day));
  const centreOf = (then: number) => centreAt(weekdays.get(weekdayOf(then)) ?? [], then);
  const now = centreOf(day);
  if (now === null) return null;
  const residuals = points.flatMap(({ day: then, x }) => {
    const before = centreOf(then);
    return before === null ? [] : [(x - before.mean) / Math.sqrt(1 + 1 / before.m)];
  });
  const kept = withoutOutliers(residuals);
  if (kept.length < 2) return null;
  const drift = kept.reduce((sum, r) => sum + r, 0) / kept.length;
  const squares = kept.reduce((sum, r) => sum + (r - drift) ** 2, 0);
  const degrees = kept.length - 1;
  const spread = Math.sqrt(1 + 1 / now.m);
  const centre = now.mean + drift * spread;
  const sd = Math.max(Math.sqrt(squares / degrees), LEAST_SD, noise(fromScale(centre, scale)));
  const width = studentQuantile(falseAlarms, degrees) * sd * spread;
  return {
    low: fromScale(centre - width, scale),
    high: fromScale(centre + width, scale),
    centre: fromScale(centre, scale),
    n: kept.length,
  };
}

interface Point {
  readonly day: number;
  readonly x: number;
}

const weekdayOf = (day: number): number => ((day % 7) + 7) % 7;

/**
 * Mean of the last values before a day.
 *
 * @param points those of its weekday, oldest first.
 */
function centreAt(
  points: readonly Point[],
  day: number,
): { readonly mean: number; readonly m: number } | null {
  const same = points.filter((point) => point.day < day && day - point.day <= MAX_AGE_DAYS).slice(-WEEKS);
  if (same.length === 0) return null;
  return { mean: same.reduce((sum, { x }) => sum + x, 0) / same.length, m: same.length };
}

function withoutOutliers(residuals: readonly number[]): number[] {
  if (residuals.length < ROBUST_FROM) return [...residuals];
  const middle = median(residuals);
  const sd = MAD_TO_SD * median(residuals.map((r) => Math.abs(r - middle)));
  return residuals.filter((r) => sd === 0 || Math.abs(r - middle) <= OUTLIER * sd);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (i: number): number => sorted[i] ?? 0;
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
}

export function onScale(value: number, scale: BandScale): number {
  const floor = FLOORS[scale];
  if (scale === 'log') return Math.log(Math.max(value, floor));
  const share = Math.min(Math.max(value, floor), 1 - floor);
  return Math.log(share / (1 - share));
}

const fromScale = (x: number, scale: BandScale): number =>
  scale === 'log' ? Math.exp(x) : 1 / (1 + Math.exp(-x));

/** The t that |T| exceeds with the given probability. */
const studentQuantile = (p: number, degrees: number): number =>
  bisect((t) => studentTwoSided(t, degrees) > p, 0, 1_000);
