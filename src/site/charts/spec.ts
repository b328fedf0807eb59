import type { FigureUnit } from '../../figures/units.ts';

/**
 * Description of a chart. The static SVG, the data table, the CSV file and what a reader points at are all made from it, so that they
 * cannot differ.
 */

/** Roles of colours: production and reference have the same two colours in every chart, the others are status colours. */
export type Tone = 'production' | 'reference' | 'good' | 'warn' | 'bad' | 'second' | 'third';
export type NumberFormat = 'number' | 'percent' | 'ms' | 'count' | 'p';

/** How the axis of a figure writes its numbers. */
export const FORMATS: Readonly<Record<FigureUnit, NumberFormat>> = {
  share: 'percent',
  score: 'number',
  ms: 'ms',
  count: 'count',
  p: 'p',
};

export interface Series {
  readonly label: string;
  readonly tone: Tone;
  /** `step`: one level per bin, filled; `bar`: stacked bars; `dots`: points, joined by a thin line. */
  readonly shape: 'line' | 'step' | 'bar' | 'dots';
  /** One per x value (per bin for `step`); null is a gap. */
  readonly values: readonly (number | null)[];
}

export interface Axis {
  readonly label: string;
  readonly format: NumberFormat;
  readonly scale: 'linear' | 'log';
  /** Minimum end of the axis. */
  readonly min?: number;
  readonly max?: number;
}

export interface ChartSpec {
  /** Kebab-case, unique on the page; also the CSV file's name. */
  readonly id: string;
  readonly title: string;
  /** Caption: the finding as a sentence. */
  readonly caption: string;
  readonly x: Omit<Axis, 'scale'> & {
    readonly scale: 'linear' | 'log' | 'time';
    /** Positions, ascending; bin edges (one more than the series' values) when `binned`. Times in ms since 1970. */
    readonly values: readonly number[];
    readonly binned: boolean;
    /** Width of a time bucket in ms. */
    readonly step?: number;
  };
  readonly y: Axis;
  /** Both axes have one unit: the plot is square, and its diagonal is named so. */
  readonly square?: string;
  readonly series: readonly Series[];
  /** Healthy ranges of y. */
  readonly bands: readonly {
    readonly from: number | null;
    readonly to: number | null;
    readonly label: string;
    /** Of one series, in a chart with several; in its colour. */
    readonly tone?: Tone;
  }[];
  /** Thresholds of y. */
  readonly lines: readonly { readonly at: number; readonly label: string; readonly tone: Tone }[];
  /** Episodes of alerts on the x axis, and time spans that the team noted. */
  readonly spans: readonly {
    readonly from: number;
    readonly to: number;
    readonly label: string;
    readonly noted?: boolean;
  }[];
  /** Points in time on the x axis. */
  readonly marks: readonly { readonly at: number; readonly label: string; readonly glyph?: string }[];
  /** Vertical lines, such as a distance between two curves or an interval. */
  readonly segments: readonly {
    readonly at: number;
    readonly from: number;
    readonly to: number;
    readonly label: string;
  }[];
}

export const NO_OVERLAYS = {
  bands: [],
  lines: [],
  spans: [],
  marks: [],
  segments: [],
} as const satisfies Pick<ChartSpec, 'bands' | 'lines' | 'spans' | 'marks' | 'segments'>;
