import type { FigureDefinition } from '../figures/definition.ts';
import { figureValues, figureWords, listedFigures } from '../figures/report-figures.ts';
import type { FigureUnit } from '../figures/units.ts';
import type { Report } from './schema/report.ts';

/** A headline figure in two reports; null where a report has no value. */
export interface FigureChange {
  readonly id: string;
  readonly label: string;
  readonly unit: FigureUnit;
  readonly before: number | null;
  readonly after: number | null;
  readonly words: { readonly before: string; readonly after: string };
}

/** Every headline figure of two reports side by side, without those that are missing in both. */
export function compareFigures(previous: Report, current: Report): readonly FigureChange[] {
  const [before, after] = [figureValues(previous), figureValues(current)];
  const change = (figure: FigureDefinition): FigureChange => ({
    id: figure.id,
    label: figure.label,
    unit: figure.unit,
    before: before[figure.id] ?? null,
    after: after[figure.id] ?? null,
    words: { before: figureWords(figure, before), after: figureWords(figure, after) },
  });
  return listedFigures(current)
    .map(change)
    .filter((figure) => figure.before !== null || figure.after !== null);
}
