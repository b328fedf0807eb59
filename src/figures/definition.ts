import type { z } from 'zod';
import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { FigureUnit } from './units.ts';

/** The parts of a report that figures are read from: everything that is measured, nothing that is concluded from it. */
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
  | 'benchmark'
  | 'predictions'
  | 'model'
>;

/** Values of one report by figure; null where a figure had no value, and no entry where the report is older than it. */
export type FigureValues = Readonly<Record<string, number | null>>;

/** What a policy fragment is once it is parsed; null for figures that have none. */
export type FragmentOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : null;

/** A chart on the trends page. Figures that name the same one share it. */
export interface TrendChart {
  readonly id: string;
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** Where the axis begins at the latest; null: at the smallest value. */
  readonly min: number | null;
}

export interface Trend {
  readonly chart: TrendChart;
  readonly series: string;
  readonly tone: 'production' | 'second' | 'third';
  /** Spans and limits drawn behind the line. */
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

/** Why a verdict is not green: a sentence, or a part of one that several figures share. */
export type Reason = string | { readonly lead: string; readonly part: string };

/**
 * A headline figure: everything that any surface needs to show, judge, explain and export it.
 *
 * Functions that make words are handed the figure and the sections of its own report, so that an old report is
 * described by what it was judged by then.
 */
export interface FigureDefinition<
  Id extends string = string,
  Schema extends z.ZodType | null = z.ZodType | null,
> {
  /** Key in `report.figures`, in the policy's `figures`, in summaries, and the anchor of its definition. */
  readonly id: Id;
  /** Its name on every surface; stands in no other file. */
  readonly label: string;
  /** Its name as the subject of a sentence; null where another part tells what becomes of its state. */
  readonly subject: string | null;
  readonly unit: FigureUnit;
  /** What it is and how it is computed, for the glossary. */
  readonly definition: string;
  /** Where the formula comes from. */
  readonly source: string | null;
  /** Page, and anchor, that shows it: as in `verdict.reasons`. */
  readonly section: string;
  /** The healthy range as a policy lies under `figures.<id>`, with its defaults; null where nothing is to be chosen. */
  readonly policy: Schema;
  /** Other policy keys (prefixes) that decide it, shown beside its definition. */
  readonly policyKeys: readonly string[];
  /** Among the few of the first screen. */
  readonly overview: boolean;
  /** A card on the page of its section. */
  readonly card: boolean;
  /** In messages, comparisons and the pages of pruned reports. */
  readonly listed: boolean;
  /** A column of the archive's list. */
  readonly archived: boolean;
  readonly trend: Trend | null;
  /** Column of `csv/reports.csv`. */
  readonly csv: string;
  /** OpenMetrics family, without the common prefix. Milliseconds are exported in seconds. */
  readonly metric: {
    readonly name: string;
    readonly help: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** The heaviest that it can weigh in the verdict. */
  readonly weight: 'red' | 'yellow';
  /** Id of an alert that says the same: while it fires, the verdict does not repeat the figure. */
  readonly coveredByAlert: string | null;

  /** Reads the figure, judged, from the sections of a report. */
  read(sections: Sections, policy: FragmentOf<Schema>): Figure;
  /** The value where there is little context: tables, messages, lists. `all` are the values of the same report. */
  format(value: number | null, all: FigureValues): string;
  /** The value of the report at hand, with as many digits as its range takes. */
  value(figure: Figure, report: Sections): string;
  /** The healthy range in words; null where there is none. */
  range(figure: Figure, report: Sections): string | null;
  /** The same in few words. */
  shortRange(figure: Figure, report: Sections): string | null;
  /** What the value rests on: rows and interval. */
  basis(figure: Figure, report: Sections): string | null;
  /** Ends of the range on a sparkline. */
  limits(figure: Figure, report: Sections): { readonly min: number | null; readonly max: number | null };
  /** Why the verdict is not green, where the figure is yellow or red. */
  reason(figure: Figure, report: Sections): Reason;
}
