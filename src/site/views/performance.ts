import type { Report } from '../../report/schema/report.ts';
import { formatCount, formatInterval, formatNumber, formatPercent, MISSING } from '../../wording/format.ts';
import { DAY_MS, isoTime } from '../../wording/time.ts';

type Section = NonNullable<Report['performance']>;
type Figures = NonNullable<Section['realised']>;
type Estimate = Figures['rocAuc'];

const MEASURES = [
  ['rocAuc', 'ROC AUC'],
  ['averagePrecision', 'Average precision'],
  ['accuracy', 'Accuracy'],
  ['precision', 'Precision'],
  ['recall', 'Recall'],
  ['f1', 'F1'],
  ['brier', 'Brier score'],
  ['logLoss', 'Log loss'],
  ['ece', 'Expected calibration error'],
  ['rateRatio', 'Mean score over actual rate'],
] as const;

/** Those of a page that holds a whole report; all of them stand on the page of scores and in its JSON. */
const MAIN: ReadonlySet<string> = new Set([
  'rocAuc',
  'accuracy',
  'precision',
  'recall',
  'brier',
  'rateRatio',
]);

export interface PerformanceTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
}

/**
 * Quality of the scores: realised, estimated and before, on the same leads; null where nothing is known.
 * @param full whether every measure is shown.
 */
export function performanceTable(section: Section, full: boolean): PerformanceTable | null {
  const named: readonly [string, Figures | null][] = [
    ['Realised', section.realised],
    ['Realised of leads contacted at random', section.explored],
    ['Estimated', section.estimated],
    ['Baseline', section.baseline],
    ['Expected of the newest leads', section.expected],
  ];
  const sides = named.flatMap(([name, figures]): [string, Figures][] =>
    figures === null ? [] : [[name, figures]],
  );
  if (sides.length === 0) return null;
  const rows = MEASURES.filter(([key]) => full || MAIN.has(key)).map(([key, label]) => ({
    label,
    cells: sides.map(([, side]) => cell(side[key])),
  }));
  const counts = { label: 'Leads', cells: sides.map(([, side]) => leads(side)) };
  return { columns: sides.map(([name]) => name), rows: [counts, ...rows] };
}

const leads = ({ n, effectiveN }: Figures): string =>
  Math.round(effectiveN) < n
    ? `${formatCount(n)}, weighted like ${formatCount(Math.round(effectiveN))}`
    : formatCount(n);

/** Prediction weeks, the newest first. `matureOn`: when the youngest outcome of an immature one is complete; else null. */
export const performanceWeeks = ({ windows, maturity }: Section) =>
  windows.toReversed().map((week) => ({
    ...week,
    matureOn:
      week.mature || maturity === null ? null : isoTime(Date.parse(week.end) + maturity.days * DAY_MS),
    share: week.n === 0 ? MISSING : formatPercent(week.labelled / week.n),
    realisedAuc: cell(week.realised?.rocAuc ?? null),
    estimatedAuc: cell(week.estimated?.rocAuc ?? null),
    realisedAccuracy: cell(week.realised?.accuracy ?? null),
    estimatedAccuracy: cell(week.estimated?.accuracy ?? null),
  }));

function cell(estimate: Estimate): string {
  if (estimate === null) return MISSING;
  const interval = formatInterval(estimate.interval, formatNumber);
  return interval === null ? formatNumber(estimate.value) : `${formatNumber(estimate.value)} (${interval})`;
}
