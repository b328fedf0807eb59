import type { RunSummary } from '../../report/summary.ts';
import { summaryFigures } from './summary-figures.ts';

interface ComparedFigure {
  readonly id: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Two reports beside each other: figures, and the features that changed their verdict. */
export interface ComparedRuns {
  readonly figures: readonly ComparedFigure[];
  readonly began: readonly string[];
  readonly stopped: readonly string[];
}

/** Pure and without other imports than formats: the browser compares with it too. */
export function compareRuns(before: RunSummary, after: RunSummary): ComparedRuns {
  const old = summaryFigures(before);
  return {
    figures: summaryFigures(after).map((figure, index) => ({
      id: figure.id,
      label: figure.label,
      before: old[index]?.value ?? '',
      after: figure.value,
    })),
    began: driftedOnly(after, before),
    stopped: driftedOnly(before, after),
  };
}

/** Features that drifted in one report and were stable in the other. */
function driftedOnly(one: RunSummary, other: RunSummary): string[] {
  const status = new Map(other.features.map((feature) => [feature.slug, feature.status]));
  return one.features
    .filter((feature) => feature.status === 'drifted' && status.get(feature.slug) === 'stable')
    .map((feature) => feature.name);
}
