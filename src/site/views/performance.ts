import type { Report } from '../../report/schema/report.ts';
import { formatInterval, formatNumber, MISSING } from '../../wording/format.ts';

type Performance = NonNullable<Report['outcomes']['performance']>;

const MEASURES = [
  ['auc', 'ROC AUC'],
  ['prAuc', 'PR AUC'],
  ['brier', 'Brier score'],
  ['logLoss', 'Log loss'],
  ['accuracy', 'Accuracy'],
] as const;

/** Performance on production, on the reference, and estimated without outcomes. */
export function performanceRows(outcomes: Report['outcomes']): { label: string; cells: readonly string[] }[] {
  const sides = [
    outcomes.performance,
    outcomes.referencePerformance,
    outcomes.estimated?.performance ?? null,
  ];
  if (sides.every((side) => side === null)) return [];
  return MEASURES.map(([key, label]) => ({ label, cells: sides.map((side) => cell(side, key)) }));
}

function cell(side: Performance | null, key: (typeof MEASURES)[number][0]): string {
  const estimate = side?.[key] ?? null;
  if (estimate === null) return MISSING;
  const interval = formatInterval(estimate.interval, formatNumber);
  return interval === null ? formatNumber(estimate.value) : `${formatNumber(estimate.value)} (${interval})`;
}
