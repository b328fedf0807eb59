import { countedStatus } from '../../figures/counted-status.ts';
import type { FigureDefinition } from '../../figures/definition.ts';
import { allFigures } from '../../figures/registry.ts';
import { NOT_RECORDED } from '../../figures/report-figures.ts';
import type { Figure, Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import { siteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';
import { sentence } from '../../wording/clean-text.ts';
import { decisionWords, silenceOf } from '../../wording/decisions.ts';
import { sinceWords } from '../../wording/since.ts';
import { STATUS_LOOK, type StatusLook } from '../../wording/status.ts';
import { hasRanking } from './ranking.ts';

/** One judged number as shown on a card: formatted value, status, range, number of rows, what to do. */
export interface FigureView {
  /** Its anchor. */
  readonly id: string;
  /** Anchor of its definition on the method page, which is of the current report; null where that has none. */
  readonly term: string | null;
  readonly label: string;
  readonly section: string;
  readonly value: string;
  readonly look: StatusLook;
  readonly range: string | null;
  /** Short form of the range, for narrow places. */
  readonly shortRange: string | null;
  /** Number of rows and confidence interval, as text. */
  readonly basis: string | null;
  /** A sentence that says since when what put it outside its range is over; null where nothing is. */
  readonly over: string | null;
  /** Value and status of the last 24 hours, where the figure has them. */
  readonly now: { readonly value: string; readonly look: StatusLook } | null;
  /** "since 12 Feb, 10 reports", where it is outside its range. */
  readonly since: string | null;
  /** "Silenced until 1 Mar 2026 by sales: Spring campaign" */
  readonly silenced: string | null;
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
  const { id, anchor, label, section } = definition;
  const figure = report.figures[id];
  const silence = silenceOf(report, 'figure', id);
  const common = { id: anchor, term: termOf(definition), label, section };
  if (figure === undefined) {
    const reason = 'The report is older than this figure.';
    const none = {
      range: null,
      shortRange: null,
      basis: null,
      over: null,
      now: null,
      since: null,
      silenced: null,
      action: null,
      spark: null,
    };
    return { ...common, ...none, value: NOT_RECORDED, look: STATUS_LOOK.unknown, reason };
  }
  const ended = definition.ended(report);
  return {
    ...common,
    value: definition.value(figure, report),
    look: lookOf(definition, figure, report),
    range: definition.range(figure, report),
    shortRange: definition.shortRange(figure, report),
    basis: definition.basis(figure, report),
    over: ended === null ? null : sentence(ended),
    now: nowView(report, definition, figure),
    since: ended === null ? sinceWords(figure.since, report.generatedAt) : null,
    silenced: silence === null ? null : decisionWords('Silenced', silence),
    reason: figure.reason,
    action: figure.action,
    spark: {
      now: figure.value,
      value: (run) => run.figures[id] ?? null,
      ...definition.limits(figure, report),
    },
  };
}

function termOf({ id, anchor }: FigureDefinition): string | null {
  if (anchor === id) return anchor;
  return siteData().current.ownFigures?.some((own) => own.id === id) === true ? anchor : null;
}

/**
 * The verdict's word for a figure, in the guide's colour. An outage that is over still colours the window that holds it, but is
 * called over, not critical; a figure that its team broke is called so.
 */
function lookOf(definition: FigureDefinition, { status, value }: Figure, report: Report): StatusLook {
  if (status === 'red' && value === null) return { tone: 'red', word: 'Broken' };
  if (status === 'red' && definition.ended(report) !== null) return { tone: 'red', word: 'Over' };
  return STATUS_LOOK[countedStatus(definition, status, report)];
}

/** The status of a page whose figures weigh less in the verdict than their colours say. */
export function countedSection(report: Report, section: 'health' | 'latency'): Status {
  const { status } = report[section];
  if (status !== 'red' || (section === 'health' && report.health.api.status === 'red')) return status;
  const red = allFigures(report).filter(
    (figure) => figure.section === section && report.figures[figure.id]?.status === 'red',
  );
  return red.length > 0 && red.every((figure) => countedStatus(figure, 'red', report) !== 'red')
    ? 'yellow'
    : 'red';
}

function nowView(report: Report, definition: FigureDefinition, figure: Figure): FigureView['now'] {
  if (figure.now === undefined || figure.now.value === null) return null;
  const { value, status } = figure.now;
  return {
    value: definition.value({ ...figure, value }, report),
    look: STATUS_LOOK[countedStatus(definition, status, report)],
  };
}

/** A figure by its id; null where there is no such figure. */
export function figureViewOf(report: Report, id: string): FigureView | null {
  const definition = allFigures(report).find((figure) => figure.id === id);
  return definition === undefined ? null : figureView(report, definition);
}

/** Every figure of a report, in display order. */
export const figureViews = (report: Report): FigureView[] =>
  allFigures(report).map((figure) => figureView(report, figure));

/** The cards of a page. */
export const figureCards = (report: Report, section: string): FigureView[] =>
  allFigures(report)
    .filter((figure) => figure.card && figure.section === section)
    .map((figure) => figureView(report, figure));

/** Figures of the overview's first screen. */
export const headlineFigures = (report: Report): FigureView[] =>
  allFigures(report)
    .filter((figure) => figure.overview && (figure.section !== 'ranking' || hasRanking(report)))
    .map((figure) => figureView(report, figure));
