import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { FigureDefinition, FigureValues, Sections } from './definition.ts';
import { allFigures, type WithOwnFigures } from './registry.ts';

/** Shown for a figure that did not exist when the report was made. */
export const NOT_RECORDED = 'not recorded';

/**
 * Computes every figure from the sections of a report.
 * @param policies the policy's `figures`; missing entries get the figure's defaults.
 */
export function readFigures(
  sections: Sections,
  policies: Readonly<Record<string, unknown>>,
): Report['figures'] {
  const entries = allFigures(sections).map((figure): [string, Figure] => {
    const fragment = policies[figure.id] ?? figure.policy?.parse(undefined) ?? null;
    return [figure.id, figure.read(sections, fragment)];
  });
  return Object.fromEntries(entries);
}

export const figureValues = ({ figures }: Pick<Report, 'figures'>): FigureValues =>
  Object.fromEntries(Object.entries(figures).map(([id, { value }]) => [id, value]));

/** A figure's value as text; `NOT_RECORDED` where the report has no entry for it. */
export function figureWords(
  { id, format }: Pick<FigureDefinition, 'id' | 'format'>,
  values: FigureValues,
): string {
  const value = values[id];
  return value === undefined ? NOT_RECORDED : format(value, values);
}

/** The figures shown in messages, comparisons and lists. */
export const listedFigures = (report: WithOwnFigures): readonly FigureDefinition[] =>
  allFigures(report).filter((figure) => figure.listed);
