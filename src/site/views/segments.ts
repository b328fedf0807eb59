import type { Report } from '../../report/schema/report.ts';
import type { SegmentsSection } from '../../report/schema/segments.ts';
import {
  formatCount,
  formatNumber,
  formatP,
  formatPercent,
  formatPoints,
  listWords,
  MISSING,
  plural,
} from '../../wording/format.ts';

type Weak = SegmentsSection['weakest'][number];

/** Whether a report has anything to show of segments; a line says why where it has not. */
export const hasSegments = ({ segments }: Pick<Report, 'segments'>): boolean =>
  segments !== undefined && segments.features.length + segments.weakest.length > 0;

/** What concerns one feature. */
export function segmentsOf(section: SegmentsSection, slug: string): SegmentsSection {
  const features = section.features.filter((feature) => feature.slug === slug);
  const isOwn = (name: string): boolean => features.some(({ feature }) => feature === name);
  return {
    ...section,
    features,
    weakest: section.weakest.filter(({ where }) => where.some(({ feature }) => isOwn(feature))),
    mix: section.mix.filter(({ feature }) => isOwn(feature)),
    notes: [],
  };
}

/** "industry = Media and companysize = 11-50". */
export const whereWords = ({ where }: Pick<Weak, 'where'>): string =>
  listWords(where.map(({ feature, value }) => `${feature} = ${value}`));

/** "actual 12 %, predicted 31 %; leads with these scores: 30 %"; of the ranking, its ROC AUC. */
function foundWords({ figure, predicted, realised, expected }: Weak): string {
  return figure === 'rate'
    ? `actual ${formatPercent(realised)}, predicted ${formatPercent(predicted)}; leads with these scores: ${formatPercent(expected)}`
    : `ROC AUC ${formatNumber(realised)}; leads with these scores: ${formatNumber(expected)}`;
}

/** The surest segment that is worse than leads with the same scores, for the overview; null where none is named. */
export function worstSegment({
  segments,
}: Pick<Report, 'segments'>): { where: string; words: string } | null {
  const worst = segments?.weakest.find(({ gap }) => gap < 0);
  return worst === undefined
    ? null
    : { where: whereWords(worst), words: `${foundWords(worst)} (${plural(worst.n, 'lead')})` };
}

export const weakestRows = ({ weakest }: SegmentsSection) =>
  weakest.map((weak) => ({
    where: whereWords(weak),
    n: formatCount(weak.n),
    found: foundWords(weak),
    gap: weak.figure === 'rate' ? `${formatPoints(weak.gap)} points` : formatNumber(weak.gap),
    p: formatP(weak.p),
  }));

/** What was searched, and whether any segment is off. */
export function searchWords({ tested, labelled, weakest }: SegmentsSection): string {
  const searched = `${plural(tested, 'segment')} of ${plural(labelled, 'mature outcome')} searched`;
  return weakest.length === 0
    ? `${searched}: in none do outcomes differ from those of leads with the same scores by 5 points or more, beyond what chance does among so many (5 %).`
    : `${searched}. In these, outcomes differ from those of leads with the same scores by more than chance does among so many (5 %).`;
}

export const mixRows = ({ mix }: SegmentsSection) =>
  mix.map((row) => ({
    feature: row.feature,
    mix: formatPoints(row.mix),
    within: formatPoints(row.within),
    total: formatPoints(row.total),
  }));

const share = (value: number | null): string => (value === null ? MISSING : formatPercent(value));
const signed = (value: number | null): string =>
  value === null ? MISSING : `${value > 0 ? '+' : ''}${formatNumber(value)}`;

/** Columns of the table of a feature's values, and what those are called that a phone has room for. */
export const SEGMENT_COLUMNS: readonly { readonly label: string; readonly phone?: string }[] = [
  { label: 'Leads', phone: 'Leads' },
  { label: 'Share', phone: 'Share' },
  { label: 'Reference', phone: 'Reference' },
  { label: 'Mean score' },
  { label: 'Shift' },
  { label: 'With outcome' },
  { label: 'Predicted', phone: 'Predicted' },
  { label: 'Actual', phone: 'Actual' },
  { label: 'ROC AUC' },
  { label: 'Precision, top', phone: 'Precision' },
  { label: 'Threshold' },
];

/** The values of a feature, a cell for each of `SEGMENT_COLUMNS`. */
export const segmentRows = ({ segments }: SegmentsSection['features'][number]) =>
  segments.map((row) => ({
    value: row.value,
    cells: [
      formatCount(row.leads),
      share(row.share),
      share(row.referenceShare),
      formatNumber(row.meanScore),
      signed(row.scoreShift),
      formatCount(row.labelled),
      share(row.predicted),
      share(row.actual),
      formatNumber(row.rocAuc),
      share(row.precisionTop),
      formatNumber(row.threshold),
    ],
  }));
