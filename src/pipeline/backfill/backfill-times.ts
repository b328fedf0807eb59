import { z } from 'zod';
import { flagError } from '../../settings/command/options.ts';
import { DAY_MS } from '../../wording/time.ts';

interface Asked {
  readonly from: string;
  /** Default: the day before now. */
  readonly to: string | undefined;
  readonly every: string;
}

/** About ten years of days. */
const MAX_REPORTS = 3_660;

/**
 * Times of the reports (epoch milliseconds), oldest first. A date alone is its first moment (UTC), and as `to` its whole
 * day. A day has one report, so steps are whole days.
 *
 * @param now epoch milliseconds; nothing may be later.
 * @throws MonitorError `bad-flag` (exit code 2).
 */
export function backfillTimes({ from, to, every }: Asked, now: number): readonly number[] {
  const step = stepOf(every);
  const start = timeOf(from, '--from');
  const end = to === undefined ? dayOf(now) - 1 : lastOf(to);
  if (start > now) throw flagError(`--from ${from} is in the future.`);
  if (to !== undefined && timeOf(to, '--to') > now) {
    throw flagError(`--to ${to} is in the future: the last report that can be made is of ${isoDay(now)}.`);
  }
  if (start > end)
    throw flagError(`--from ${from} is later than --to ${to ?? `${isoDay(end)} (yesterday)`}.`);
  const count = Math.floor((Math.min(end, now) - start) / step) + 1;
  if (count > MAX_REPORTS) {
    throw flagError(
      `From ${from} to ${isoDay(end)} every ${every} are ${count.toLocaleString('en')} reports; at most ${MAX_REPORTS.toLocaleString('en')} are made in one go.`,
    );
  }
  return Array.from({ length: count }, (_, i) => start + i * step);
}

const dayOf = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;
const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

const isDate = (text: string): boolean => z.iso.date().safeParse(text).success;

const lastOf = (to: string): number => timeOf(to, '--to') + (isDate(to) ? DAY_MS - 1 : 0);

function timeOf(text: string, flag: string): number {
  const isTime = z.iso.datetime({ offset: true, local: true }).safeParse(text).success;
  if (!isDate(text) && !isTime) {
    throw flagError(
      `${flag} must be a date such as 2026-01-20 or a time such as 2026-01-20T03:17:00Z, not "${text}".`,
    );
  }
  return Date.parse(isDate(text) || /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

function stepOf(every: string): number {
  const [, count, unit] = /^([1-9]\d{0,2})(d|w)$/.exec(every) ?? [];
  if (count === undefined) {
    throw flagError(
      `--every must be whole days or weeks such as 1d or 2w, not "${every}": a day has one report.`,
    );
  }
  return Number(count) * (unit === 'w' ? 7 : 1) * DAY_MS;
}
