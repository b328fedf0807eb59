/**
 * One description of a chart that the static SVG, the data table, the CSV file and the canvas are all made from, so
 * that they cannot disagree.
 */

/** Production and reference are the same two colours everywhere; the rest are shades of judgement. */
export type Tone = 'production' | 'reference' | 'good' | 'warn' | 'bad' | 'second' | 'third';
export type NumberFormat = 'number' | 'percent' | 'ms' | 'count' | 'p';

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
  /** The axis reaches at least so far. */
  readonly min?: number;
  readonly max?: number;
}

export interface ChartSpec {
  /** Kebab-case, unique on the page; also the CSV file's name. */
  readonly id: string;
  readonly title: string;
  /** The finding in words. */
  readonly caption: string;
  readonly x: Omit<Axis, 'scale'> & {
    readonly scale: 'linear' | 'log' | 'time';
    /** Positions, ascending; bin edges (one more than the series' values) when `binned`. Times in ms since 1970. */
    readonly values: readonly number[];
    readonly binned: boolean;
    /** Width of a time bucket. */
    readonly step?: number;
  };
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Healthy ranges of y. */
  readonly bands: readonly {
    readonly from: number | null;
    readonly to: number | null;
    readonly label: string;
  }[];
  /** Thresholds of y. */
  readonly lines: readonly { readonly at: number; readonly label: string; readonly tone: Tone }[];
  /** Episodes on the x axis. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly label: string }[];
  /** Single moments on the x axis. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  /** Vertical strokes: a distance between two curves, an interval. */
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
