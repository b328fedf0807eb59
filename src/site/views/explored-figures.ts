import { allFigures } from '../../figures/registry.ts';
import { UNITS } from '../../figures/units.ts';
import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import type { ExploredFigure } from './explore.ts';

/**
 * Every figure with a value in any report: those of the current report with its healthy ranges, and those that the team
 * defined once and no longer does.
 */
export function exploredFigures(report: Report, runs: readonly RunSummary[]): ExploredFigure[] {
  const now = allFigures(report).map((figure): ExploredFigure => {
    const { id, label, unit, trend } = figure;
    const today = report.figures[id];
    return {
      ...{ id, label, unit },
      chart: trend?.chart.id ?? id,
      scale: trend?.chart.scale ?? UNITS[unit].scale,
      axisMin: trend === null ? UNITS[unit].min : trend.chart.min,
      ...(today === undefined ? { min: null, max: null } : figure.limits(today, report)),
      range: today === undefined ? null : figure.range(today, report),
    };
  });
  const ids = new Set(now.map(({ id }) => id));
  const before = new Map(runs.flatMap(({ ownFigures }) => ownFigures.map((own) => [own.id, own])));
  const past = [...before.values()]
    .filter(({ id }) => !ids.has(id))
    .map(({ id, label, unit }): ExploredFigure => {
      const { scale, min: axisMin } = UNITS[unit];
      return { id, label, unit, chart: id, scale, axisMin, min: null, max: null, range: null };
    });
  return [...now, ...past].filter(({ id }) => runs.some(({ figures }) => (figures[id] ?? null) !== null));
}
