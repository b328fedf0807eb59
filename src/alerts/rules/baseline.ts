import type { FigureUnit } from '../../figures/units.ts';
import { type BandScale, type DatedValue, learntBand, onScale } from '../../stats/learnt-band.ts';
import { DAY_MS, dayNumber } from '../../wording/time.ts';
import type { EarlierRun } from '../earlier-run.ts';

/** Reports before a learnt band says anything. */
export const LEARNS_FROM = 28;
/** Reports that a band is learnt from at most: a year and more. */
const MAX_HISTORY = 400;
/** What lasts for more reports than this is the new level, and is learnt from again. */
export const NEW_LEVEL = 28;
const WEEKS = 4;
/** A report so many days off is no longer the one of a window before. */
const SLACK_DAYS = 0.75;

const SCALES: Readonly<Record<FigureUnit, BandScale>> = {
  count: 'log',
  ms: 'log',
  share: 'logit',
  score: 'logit',
  p: 'logit',
};

/** Value of a figure in an earlier report. */
export interface PastValue extends DatedValue {
  /** Epoch milliseconds. */
  readonly time: number;
}

/**
 * Earlier values of a figure, newest first; without those during the rule's own incidents.
 *
 * @param runs the reports before this one, newest first.
 */
export function pastValues(figure: string, rule: string, runs: readonly EarlierRun[]): readonly PastValue[] {
  const known = runs.slice(0, MAX_HISTORY).flatMap((run) => {
    const value = run.figures[figure];
    if (value == null) return [];
    const time = Date.parse(run.generatedAt);
    return [{ time, day: dayNumber(time), value, fired: run.firing.includes(rule) }];
  });
  const lasting = known.findIndex(({ fired }) => !fired);
  const present = lasting === -1 ? known.length : lasting;
  // The level of an incident that lasts is what is compared with from then on.
  return present > NEW_LEVEL ? known.slice(0, present) : known.filter(({ fired }) => !fired);
}

/** A value that is expected, or the reason why there is none. */
export type Expected =
  | { readonly known: true; readonly value: number }
  | { readonly known: false; readonly reason: string };

/** The value of the report about one window before. */
export function previousWindow(past: readonly PastValue[], now: number, windowDays: number): Expected {
  const wanted = now - windowDays * DAY_MS;
  const nearest = past.toSorted((a, b) => Math.abs(a.time - wanted) - Math.abs(b.time - wanted))[0];
  if (nearest === undefined || Math.abs(nearest.time - wanted) > SLACK_DAYS * DAY_MS) {
    return { known: false, reason: `There is no report of ${windowDays} days before.` };
  }
  return { known: true, value: nearest.value };
}

/** The mean of the last four reports on the same weekday. */
export function sameWeekdays(past: readonly PastValue[], now: number): Expected {
  const day = dayNumber(now);
  const same = past.filter((one) => one.day < day && (day - one.day) % 7 === 0).slice(0, WEEKS);
  if (same.length < WEEKS) {
    return { known: false, reason: `There are ${same.length} of ${WEEKS} reports on this weekday.` };
  }
  return { known: true, value: same.reduce((sum, { value }) => sum + value, 0) / WEEKS };
}

export type Band =
  | { readonly known: true; readonly low: number; readonly high: number; readonly n: number }
  | { readonly known: false; readonly reason: string };

/** The band learnt from the archive; see `learntBand`. */
export function bandOf(past: readonly PastValue[], now: number, unit: FigureUnit, falseAlarms: number): Band {
  if (past.length < LEARNS_FROM) {
    return {
      known: false,
      reason: `The band is learnt from ${LEARNS_FROM} reports; there are ${past.length} so far.`,
    };
  }
  const scale = SCALES[unit];
  const noise = (value: number): number => (unit === 'count' ? 1 / Math.sqrt(Math.max(1, value)) : 0);
  const band = learntBand(past, dayNumber(now), { scale, falseAlarms, noise });
  if (band === null) return { known: false, reason: 'There is no earlier report on this weekday.' };
  return { known: true, low: band.low, high: band.high, n: band.n };
}

/** Whether a value is outside on the band's own scale, on which all values beyond its ends are alike. */
export function isOutside(
  value: number,
  { low, high }: { low: number; high: number },
  unit: FigureUnit,
): -1 | 0 | 1 {
  const scale = SCALES[unit];
  const x = onScale(value, scale);
  // A band whose end lies beyond what the scale can tell never says that a value is outside there.
  if (x < onScale(low, scale) - 1e-9) return -1;
  return x > onScale(high, scale) + 1e-9 ? 1 : 0;
}
