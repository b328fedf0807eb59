import { alertTitle } from '../alerts/registry.ts';
import { figureWords, listedFigures } from '../figures/report-figures.ts';
import { UNITS } from '../figures/units.ts';
import { MISSING } from '../wording/format.ts';
import type { RunSummary } from './summary.ts';

export interface SummaryRow {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

/** Headline figures of a report as formatted text, for lists and for the pages of pruned reports. */
export function summaryRows(run: RunSummary): readonly SummaryRow[] {
  const named = [
    ...listedFigures({}),
    ...run.ownFigures.map((own) => ({ ...own, format: UNITS[own.unit].format })),
  ];
  const figures = named.map((figure) => ({
    id: figure.id,
    label: figure.label,
    value: figureWords(figure, run.figures),
  }));
  const firing = run.firing.length === 0 ? 'none' : run.firing.map(alertTitle).join(', ');
  return [
    ...figures,
    { id: 'firing', label: 'Alerts firing', value: firing },
    { id: 'model', label: 'Model version', value: run.modelVersion ?? MISSING },
  ];
}
