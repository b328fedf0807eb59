import { type FigureUnit, UNITS } from '../../figures/units.ts';
import { formatDay, plural } from '../../wording/format.ts';
import { DAY_MS, isoDate } from '../../wording/time.ts';
import { type ChartSpec, FORMATS, NO_OVERLAYS, type Series } from '../charts/spec.ts';
import { timeAxis, withGaps } from '../charts/time-series.ts';
import { usualStep } from './report-times.ts';

const TONES = ['production', 'second'] as const;

/** A figure that can be chosen, as the page hands it to the script. */
export interface ExploredFigure {
  readonly id: string;
  readonly label: string;
  readonly unit: FigureUnit;
  /** Figures of one chart share an axis. */
  readonly chart: string;
  readonly scale: 'linear' | 'log';
  /** The axis starts at this value or below; null: at the smallest value. */
  readonly axisMin: number | null;
  /** Ends of the current healthy range. */
  readonly min: number | null;
  readonly max: number | null;
  /** The current healthy range as text; null where there is none. */
  readonly range: string | null;
}

/** What is used of a report in `reports/index.json`. */
export interface IndexedReport {
  readonly id: string;
  readonly generatedAt: string;
  readonly figures: Readonly<Record<string, number | null>>;
}

/** What is used of `reports/index.json`. */
export interface ReportIndex {
  readonly reports: readonly IndexedReport[];
  /** Their figures outlive them. */
  readonly pruned: readonly IndexedReport[];
}

/** What a reader chose: one figure or two, and days (`YYYY-MM-DD`, UTC, both included); null is an open end. */
export interface Choice {
  readonly figures: readonly ExploredFigure[];
  readonly from: string | null;
  readonly to: string | null;
}

/** One axis with its figures. */
export interface Pane {
  readonly figures: readonly ExploredFigure[];
  readonly spec: ChartSpec;
}

export interface Explored {
  /** The reports in the range, oldest first. */
  readonly reports: readonly IndexedReport[];
  /** One entry per x value of the panes: the report, or null in a gap. */
  readonly points: readonly (IndexedReport | null)[];
  readonly panes: readonly Pane[];
  /** First, last, lowest and highest value of each figure, a sentence each. */
  readonly findings: readonly string[];
}

/** All reports of the index, oldest first. */
export const reportsOf = ({ reports, pruned }: ReportIndex): readonly IndexedReport[] =>
  [...reports, ...pruned].toSorted((a, b) => a.generatedAt.localeCompare(b.generatedAt));

/** The choice that an address keeps; what it does not say, or says wrongly, is the first figure and the whole time. */
export function choiceOf(query: URLSearchParams, figures: readonly ExploredFigure[]): Choice {
  const named = (key: string) => figures.find(({ id }) => id === query.get(key));
  const first = named('figure') ?? figures[0];
  const second = named('with');
  return {
    figures: [first, second === first ? undefined : second].filter((figure) => figure !== undefined),
    from: dayOf(query.get('from')),
    to: dayOf(query.get('to')),
  };
}

/** Null where the text is no day of the calendar. */
export function dayOf(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(text);
  return !Number.isNaN(time) && isoDate(time) === text ? text : null;
}

/** First of so many days that end with the day of the newest report. */
export const daysBefore = (newest: string, days: number): string =>
  isoDate(Date.parse(newest) - (days - 1) * DAY_MS);

/** @param all every report, oldest first. */
export function explore(all: readonly IndexedReport[], choice: Choice): Explored {
  const { from, to } = choice;
  const reports = all.filter(({ generatedAt }) => {
    const day = generatedAt.slice(0, 10);
    return (from === null || day >= from) && (to === null || day <= to);
  });
  const step = usualStep(reports.toReversed());
  const { starts, points } = withGaps(
    reports.map((report) => ({ start: report.generatedAt, report })),
    step,
  );
  const found = points.map((point) => point?.report ?? null);
  const valuesOf = ({ id }: ExploredFigure) => found.map((report) => report?.figures[id] ?? null);
  const groups = [...Map.groupBy(choice.figures, ({ chart }) => chart).values()];
  return {
    reports,
    points: found,
    panes: groups.map((figures) => {
      const series = figures.map(
        (figure): Series => ({
          label: figure.label,
          tone: TONES[choice.figures.indexOf(figure)] ?? 'production',
          shape: 'line',
          values: valuesOf(figure),
        }),
      );
      return { figures, spec: specOf(figures, series, starts, step) };
    }),
    findings: choice.figures.map((figure) => finding(figure, reports)),
  };
}

function specOf(
  figures: readonly ExploredFigure[],
  series: readonly Series[],
  starts: readonly number[],
  step: number,
): ChartSpec {
  const title = figures.map(({ label }) => label).join(', ');
  const [main] = figures;
  const min = main?.axisMin ?? null;
  return {
    id: 'explore',
    title,
    caption: '',
    x: timeAxis(starts, step, 'Report'),
    y: {
      label: title,
      format: FORMATS[main?.unit ?? 'score'],
      scale: main?.scale ?? 'linear',
      ...(min === null ? {} : { min }),
    },
    series,
    ...NO_OVERLAYS,
    bands: figures.flatMap((figure, i) => {
      // A logarithmic axis has no zero.
      const from = figure.scale === 'log' && (figure.min ?? 0) <= 0 ? null : figure.min;
      const own = figures.length > 1 ? { tone: series[i]?.tone ?? 'production' } : {};
      return from === null && figure.max === null
        ? []
        : [{ from, to: figure.max, label: figure.label, ...own }];
    }),
  };
}

function finding({ id, label, unit, range }: ExploredFigure, reports: readonly IndexedReport[]): string {
  const known = reports.flatMap(({ generatedAt, figures }) => {
    const value = figures[id] ?? null;
    return value === null ? [] : [{ value, day: formatDay(generatedAt) }];
  });
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return `${label}: no value in this time.`;
  const lowest = known.reduce((a, b) => (b.value < a.value ? b : a));
  const highest = known.reduce((a, b) => (b.value > a.value ? b : a));
  const said = ({ value, day }: typeof first) => `${UNITS[unit].format(value)} on ${day}`;
  const now = range === null ? '' : ` Range now: ${range}.`;
  return `${label}: first ${said(first)}, last ${said(last)}, lowest ${said(lowest)}, highest ${said(highest)}, in ${plural(known.length, 'report')}.${now}`;
}
