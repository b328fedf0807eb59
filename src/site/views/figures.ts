import type { FigureDefinition } from '../../figures/definition.ts';
import { allFigures } from '../../figures/registry.ts';
import { NOT_RECORDED } from '../../figures/report-figures.ts';
import type { Figure } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { sinceWords } from '../../wording/since.ts';
import { STATUS_LOOK, type StatusLook } from '../../wording/status.ts';
import { hasRanking } from './ranking.ts';

/** One judged number as shown on a card: formatted value, status, range, number of rows, what to do. */
export interface FigureView {
  /** Figure id; also the anchor of its definition on the method page. */
  readonly id: string;
  readonly label: string;
  readonly section: string;
  readonly value: string;
  readonly look: StatusLook;
  readonly range: string | null;
  /** Short form of the range, for narrow places. */
  readonly shortRange: string | null;
  /** Number of rows and confidence interval, as text. */
  readonly basis: string | null;
  /** Value and status of the last 24 hours, where the figure has them. */
  readonly now: { readonly value: string; readonly look: StatusLook } | null;
  /** "since 12 Feb, 10 reports", where it is outside its range. */
  readonly since: string | null;
  readonly reason: string | null;
  readonly action: string | null;
  readonly spark: SparkSource | null;
}

/** Input of a sparkline: one value per report, and the healthy range. */
export interface SparkSource {
  /** The figure's current value, for the mark on the range. */
  readonly now: number | null;
  readonly value: (run: RunSummary) => number | null;
  readonly min: number | null;
  readonly max: number | null;
}

function figureView(report: Report, definition: FigureDefinition): FigureView {
  const { id, label, section } = definition;
  const figure = report.figures[id];
  const common = { id, label, section };
  if (figure === undefined) {
    const reason = 'The report is older than this figure.';
    const none = {
      range: null,
      shortRange: null,
      basis: null,
      now: null,
      since: null,
      action: null,
      spark: null,
    };
    return { ...common, ...none, value: NOT_RECORDED, look: STATUS_LOOK.unknown, reason };
  }
  return {
    ...common,
    value: definition.value(figure, report),
    look: STATUS_LOOK[figure.status],
    range: definition.range(figure, report),
    shortRange: definition.shortRange(figure, report),
    basis: definition.basis(figure, report),
    now: nowView(report, definition, figure),
    since: sinceWords(figure.since, report.generatedAt),
    reason: figure.reason,
    action: figure.action,
    spark: {
      now: figure.value,
      value: (run) => run.figures[id] ?? null,
      ...definition.limits(figure, report),
    },
  };
}

function nowView(report: Report, definition: FigureDefinition, figure: Figure): FigureView['now'] {
  if (figure.now === undefined || figure.now.value === null) return null;
  const { value, status } = figure.now;
  return {
    value: definition.value({ ...figure, value }, report),
    look: STATUS_LOOK[status],
  };
}

/** A figure by its id; null where there is no such figure. */
export function figureViewOf(report: Report, id: string): FigureView | null {
  const definition = allFigures().find((figure) => figure.id === id);
  return definition === undefined ? null : figureView(report, definition);
}

/** The cards of a page. */
export const figureCards = (report: Report, section: string): FigureView[] =>
  allFigures()
    .filter((figure) => figure.card && figure.section === section)
    .map((figure) => figureView(report, figure));

/** Figures of the overview's first screen. */
export const headlineFigures = (report: Report): FigureView[] =>
  allFigures()
    .filter((figure) => figure.overview && (figure.section !== 'ranking' || hasRanking(report)))
    .map((figure) => figureView(report, figure));
