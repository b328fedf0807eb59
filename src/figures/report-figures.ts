import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { FigureDefinition, FigureValues, Sections } from './definition.ts';
import { allFigures } from './registry.ts';

/** What a surface says of a figure that a report is older than. */
export const NOT_RECORDED = 'not recorded';

/**
 * Every figure, read from the sections of a report.
 * @param policies the policy's `figures`; what it lacks is a figure's default.
 */
export function readFigures(
  sections: Sections,
  policies: Readonly<Record<string, unknown>>,
): Report['figures'] {
  const entries = allFigures().map((figure): [string, Figure] => {
    const fragment = policies[figure.id] ?? figure.policy?.parse(undefined) ?? null;
    return [figure.id, figure.read(sections, fragment)];
  });
  return Object.fromEntries(entries);
}

export const figureValues = ({ figures }: Pick<Report, 'figures'>): FigureValues =>
  Object.fromEntries(Object.entries(figures).map(([id, { value }]) => [id, value]));

/** A figure's value in words, among the values of its report. */
export function figureWords({ id, format }: FigureDefinition, values: FigureValues): string {
  const value = values[id];
  return value === undefined ? NOT_RECORDED : format(value, values);
}

/** The figures of messages, comparisons and lists. */
export const listedFigures = (): readonly FigureDefinition[] =>
  allFigures().filter((figure) => figure.listed);
