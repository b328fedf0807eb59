import type { Status } from '../report/schema/common.ts';
import type { RankingSection } from '../report/schema/ranking.ts';
import { percent, plural, significant } from '../wording/sentence-numbers.ts';

type Row = RankingSection['rows'][number];
type Given = Pick<RankingSection, 'rows' | 'limits' | 'leads' | 'reach' | 'reason'>;

/** What is found of one figure of the judged top. */
export interface TopFinding {
  readonly status: Status;
  readonly estimate: Row['precision'] | null;
  /** Leads of the top. */
  readonly n: number;
  /** Why there is no value, or why it is not judged; null where it is. */
  readonly reason: string | null;
}

/** "top 10 %", "top 50 leads". */
export const topWords = (k: number): string => `top ${k < 1 ? percent(k) : plural(k, 'lead')}`;

/** The realised row of the top that is judged; undefined where its outcomes are not known. */
export const judgedRow = ({ rows, limits }: Pick<Given, 'rows' | 'limits'>): Row | undefined =>
  rows.find(({ k, source }) => source === 'realised' && k === limits.k);

/**
 * Red where the precision of the judged top is surely below the stop, yellow where it is surely below the target; green
 * where it is at the target, or surely not below the stop. What lies between is not known yet.
 */
export function judgePrecision(section: Given | undefined): TopFinding {
  const row = section === undefined ? undefined : judgedRow(section);
  if (section === undefined || row === undefined) return unknown(section);
  const { targetPrecision, stopPrecision } = section.limits;
  const { value, interval } = row.precision;
  const found = { estimate: row.precision, n: Math.round(row.n), reason: null };
  if (interval[1] < stopPrecision) return { ...found, status: 'red' };
  if (interval[1] < targetPrecision) return { ...found, status: 'yellow' };
  if (value >= targetPrecision || interval[0] >= stopPrecision) return { ...found, status: 'green' };
  const reason = `Not judged: too few leads to tell the target of ${percent(targetPrecision)} from the stop at ${percent(stopPrecision)}.`;
  return { ...found, status: 'unknown', reason };
}

/** The lift of a ranking with all engaged leads at the top: one over their share of all, and all leads over those of the top. */
export const reachOf = (
  { lift, precision, n }: Pick<Row, 'lift' | 'precision' | 'n'>,
  leads: number,
): number =>
  Math.min(
    leads / n,
    lift !== null && lift.value > 0 && precision.value > 0 ? lift.value / precision.value : Infinity,
  );

/**
 * Red where the lift of the judged top is surely below its minimum, else green. Not judged where no ranking could reach the
 * minimum, as where most leads engage.
 */
export function judgeLift(section: Given | undefined): TopFinding {
  const row = section === undefined ? undefined : judgedRow(section);
  if (section === undefined || row === undefined) return unknown(section);
  const { lift, n } = row;
  const none = { estimate: lift, n: Math.round(n), status: 'unknown' as const };
  if (lift === null) {
    const reason = 'Not judged: too few leads outside the top have an outcome.';
    return { ...none, reason };
  }
  const { minimumLift } = section.limits;
  const most = section.reach ?? reachOf(row, section.leads);
  if (most < minimumLift) {
    const reason = `Not judged: with this rate of engaged leads no ranking has a lift above ${significant(most)}.`;
    return { ...none, reason };
  }
  return { ...none, status: lift.interval[1] < minimumLift ? 'red' : 'green', reason: null };
}

const unknown = (section: Given | undefined): TopFinding => ({
  status: 'unknown',
  estimate: null,
  n: 0,
  reason: section?.reason ?? 'The ranking of leads was not judged.',
});
