import { judgedRow, topWords } from '../../figures/top-of-list.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { Report } from '../../report/schema/report.ts';
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatPercent,
  MISSING,
  plural,
} from '../../wording/format.ts';

type Row = RankingSection['rows'][number];
type Estimate = Row['precision'];

const SOURCES: Readonly<Record<Row['source'], string>> = {
  realised: 'Realised',
  estimated: 'Estimated',
  baseline: 'Baseline',
};

/** Whether a report has anything to show of the ranking; a line says why where it has not. */
export const hasRanking = ({ ranking }: Pick<Report, 'ranking'>): boolean => (ranking?.rows.length ?? 0) > 0;

export interface RankingRow {
  readonly top: string;
  readonly source: string;
  readonly leads: string;
  readonly precision: string;
  readonly recall: string;
  readonly lift: string;
  readonly calls: string;
  readonly threshold: string;
}

/** The table of the tops, smallest first: realised, estimated and before; on a permalink the judged top alone. */
export const rankingRows = ({ rows, limits }: RankingSection, full: boolean): readonly RankingRow[] =>
  rows
    .filter(({ k }) => full || k === limits.k)
    .map((row) => ({
      top: capital(topWords(row.k)),
      source: SOURCES[row.source],
      leads: formatCount(Math.round(row.n)),
      precision: shares(row.precision),
      recall: shares(row.recall),
      lift: numbers(row.lift),
      calls: row.leadsToCall === null ? MISSING : calls(row.leadsToCall),
      threshold: formatNumber(row.threshold),
    }));

/** What was ranked, for the table's caption. */
export function rankedWords(section: RankingSection): string {
  const { leads, population } = section;
  const random = judgedRow(section)?.lift != null;
  const others = random
    ? ' Too few of the others have an outcome: realised recall and lift are those of leads contacted at random.'
    : ' Too few of the others have an outcome to know realised recall and lift.';
  return `${plural(leads, 'lead')} by score, with 95 % intervals.${population === 'contacted' ? others : ''}`;
}

/** Weeks of predictions, the newest first. */
export const rankingWeeks = ({ weeks }: RankingSection) =>
  weeks.toReversed().map(({ end, mature, n, realised, estimated }) => ({
    end,
    mature,
    leads: formatCount(n),
    realised: shares(realised),
    estimated: shares(estimated),
  }));

/** What the threshold that holds the target precision would bring. */
export function targetWords({ target, limits }: RankingSection): string {
  const wanted = formatPercent(limits.targetPrecision);
  if (target === null) return `No threshold holds the target of ${wanted} among enough leads.`;
  const { precision, threshold, perWeek, inUse, distance, source } = target;
  const engaged = source === 'realised' ? 'engaged' : 'are expected to engage';
  const place =
    distance === 0
      ? 'the one in use'
      : `${formatNumber(Math.abs(distance))} ${distance > 0 ? 'above' : 'below'} the one in use (${formatNumber(inUse)})`;
  return `A threshold of ${formatNumber(threshold)} holds the target of ${wanted}: ${shares(precision)} of the leads from there on ${engaged}, ${formatCount(Math.round(perWeek))} leads a week. It is ${place}.`;
}

/** What of the judged top is known, in a sentence; null where nothing is. */
export function topInWords(section: RankingSection): string | null {
  const row = judgedRow(section);
  if (row === undefined) return null;
  const calls =
    row.leadsToCall === null
      ? ''
      : `: ${formatNumber(row.leadsToCall.value)} calls for one lead that engages`;
  return `Of the ${topWords(row.k)}, ${formatCount(Math.round(row.n))} leads, ${shares(row.precision)} engaged${calls}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function shares(estimate: Estimate | null): string {
  if (estimate === null) return MISSING;
  const interval = formatInterval(estimate.interval, formatPercent);
  return interval === null ? formatPercent(estimate.value) : `${formatPercent(estimate.value)} (${interval})`;
}

function numbers(estimate: Estimate | null): string {
  if (estimate === null) return MISSING;
  const interval = formatInterval(estimate.interval, formatNumber);
  return interval === null ? formatNumber(estimate.value) : `${formatNumber(estimate.value)} (${interval})`;
}

const calls = ({ value, interval: [low, high] }: NonNullable<Row['leadsToCall']>): string =>
  high === null
    ? `${formatNumber(value)} (at least ${formatNumber(low)})`
    : numbers({ value, interval: [low, high] });
