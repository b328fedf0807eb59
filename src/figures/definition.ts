import type { z } from 'zod';
import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { FigureUnit } from './units.ts';

/** The sections of a report that figures are read from: measurements only, no conclusions (alerts, verdict). */
export type Sections = Pick<
  Report,
  | 'window'
  | 'inputs'
  | 'health'
  | 'scores'
  | 'latency'
  | 'drift'
  | 'predictionDrift'
  | 'outcomes'
  | 'performance'
  | 'ranking'
  | 'benchmark'
  | 'predictions'
  | 'model'
  | 'ownFigures'
>;

/**
 * Values of one report by figure id; null where a figure had no value, no entry where the report was made before the
 * figure existed.
 */
export type FigureValues = Readonly<Record<string, number | null>>;

/** Parsed type of a figure's policy fragment; null for figures without one. */
export type FragmentOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : null;

/** A chart on the trends page. Figures with the same chart id share it. */
export interface TrendChart {
  readonly id: string;
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** The axis starts at this value or below; null: at the smallest value. */
  readonly min: number | null;
}

export interface Trend {
  readonly chart: TrendChart;
  readonly series: string;
  readonly tone: 'production' | 'second' | 'third';
  /** Ranges and limits drawn behind the line. */
  overlays(figure: Figure, report: Sections): TrendOverlays;
}

export interface TrendOverlays {
  readonly bands?: readonly { readonly from: number; readonly to: number; readonly label: string }[];
  readonly lines?: readonly {
    readonly at: number;
    readonly label: string;
    readonly tone: 'good' | 'bad';
  }[];
}

/** Why a verdict is not green: a sentence, or one part of a sentence shared by several figures. */
export type Reason = string | { readonly lead: string; readonly part: string };

/**
 * A headline figure: all that is needed to show, judge, explain and export it.
 *
 * Functions that return text are given the figure and the sections of the same report, so that an archived report is
 * described by the limits in force when it was made.
 */
export interface FigureDefinition<
  Id extends string = string,
  Schema extends z.ZodType | null = z.ZodType | null,
> {
  /** Key in `report.figures`, in the policy's `figures`, in summaries, and the anchor of its definition. */
  readonly id: Id;
  /** Anchor of its card and of its definition. */
  readonly anchor: string;
  /** Label on every surface; defined in no other file. */
  readonly label: string;
  /** Label as the subject of a sentence; null where comparisons describe a change of its status by other means. */
  readonly subject: string | null;
  readonly unit: FigureUnit;
  /** Definition and computation, for the glossary. */
  readonly definition: string;
  /** Source of the formula. */
  readonly source: string | null;
  /** Page and anchor that show it, as in `verdict.reasons`. */
  readonly section: string;
  /** Schema of `figures.<id>` in the policy, with defaults; null where nothing is configurable. */
  readonly policy: Schema;
  /** Prefixes of other policy keys that affect it, shown beside its definition. */
  readonly policyKeys: readonly string[];
  /** Shown on the overview page. */
  readonly overview: boolean;
  /** Shown as a card on the page of its section. */
  readonly card: boolean;
  /** Shown in messages, comparisons and the pages of pruned reports. */
  readonly listed: boolean;
  /** Shown as a column of the archive's list. */
  readonly archived: boolean;
  readonly trend: Trend | null;
  /** Column of `csv/reports.csv`. */
  readonly csv: string;
  /** OpenMetrics family without the common prefix. Milliseconds are exported as seconds. */
  readonly metric: {
    readonly name: string;
    readonly help: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** The most severe status that it can contribute to the verdict. */
  readonly weight: 'red' | 'yellow';
  /** Id of an alert on the same condition: while it fires, the verdict does not list the figure as a reason. */
  readonly coveredByAlert: string | null;

  /** Computes the figure and its status from the sections of a report. */
  read(sections: Sections, policy: FragmentOf<Schema>): Figure;
  /** The value as text for tables, messages and lists. `all` holds all values of the same report. */
  format(value: number | null, all: FigureValues): string;
  /** The value as text on the report's own pages, with digits enough to tell it from the ends of its range. */
  value(figure: Figure, report: Sections): string;
  /** The healthy range as text; null where there is none. */
  range(figure: Figure, report: Sections): string | null;
  /** Short form of `range`. */
  shortRange(figure: Figure, report: Sections): string | null;
  /** Number of rows and confidence interval of the value, as text. */
  basis(figure: Figure, report: Sections): string | null;
  /** Ends of the healthy range on a sparkline. */
  limits(figure: Figure, report: Sections): { readonly min: number | null; readonly max: number | null };
  /**
   * A clause that says since when it is over, where what put the figure outside its range has ended: then it counts as
   * yellow at most in the verdict, whatever the whole window says. Null where it goes on.
   */
  ended(report: Sections): string | null;
  /** Why the verdict is not green, where the figure is yellow or red. */
  reason(figure: Figure, report: Sections): Reason;
}
