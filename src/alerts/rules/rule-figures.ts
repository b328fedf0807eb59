import { allFigures, type WithOwnFigures } from '../../figures/registry.ts';
import type { FigureUnit } from '../../figures/units.ts';
import type { Report } from '../../report/schema/report.ts';
import type { JudgedSections } from '../judgement.ts';
import { MEASURES, type Reading } from './measures.ts';

/** A number that a rule can judge: a headline figure, or a measure. */
export interface RuleFigure {
  readonly id: string;
  readonly label: string;
  readonly of: 'report' | 'feature' | 'segment';
  /** Unit as alerts name it. */
  readonly unit: string;
  /** Of a headline figure, which the archive keeps; null for a measure. */
  readonly figureUnit: FigureUnit | null;
  read(sections: JudgedSections & Pick<Report, 'figures'>): readonly Reading[];
}

const ALERT_UNITS: Readonly<Record<FigureUnit, string>> = {
  share: 'share',
  ms: 'ms',
  score: '',
  count: '',
  p: 'p-value',
};

/** Every number that a rule can judge in a report; headline figures first, the team's own among them. */
export function ruleFigures(report: WithOwnFigures): readonly RuleFigure[] {
  const figures = allFigures(report).map(
    ({ id, label, unit }): RuleFigure => ({
      ...{ id, label, of: 'report', unit: ALERT_UNITS[unit], figureUnit: unit },
      read: ({ figures: values }) => {
        const figure = values[id];
        const value = figure?.value ?? null;
        return [
          { segment: null, value, note: value === null ? (figure?.reason ?? 'It has no value.') : null },
        ];
      },
    }),
  );
  const measures = MEASURES.map(
    ({ id, label, of, unit, read }): RuleFigure => ({ id, label, of, unit, figureUnit: null, read }),
  );
  return [...figures, ...measures];
}
