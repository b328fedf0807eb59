import { scaleOf } from './scale.ts';
import type { ChartSpec, Series, Tone } from './spec.ts';
import { chartFrame, type Frame } from './ticks.ts';

/** Size of the view box. The SVG is stretched to the figure; strokes keep their width. */
export const PLOT_WIDTH = 1000;
export const PLOT_HEIGHT = 400;
/** Height of the two rows of incidents above a plot, in pixels. */
export const INCIDENTS_HEIGHT = 10;

/** A part of a length, as SVG takes it: "33.3%". */
export const percent = (value: number, of: number): string => `${Math.round((value / of) * 1000) / 10}%`;

/** A position or a width of a drawing as a share of the plot. */
export const across = (x: number): string => percent(x, PLOT_WIDTH);
/** A position or a height of a drawing as a share of the plot. */
export const down = (y: number): string => percent(y, PLOT_HEIGHT);

export interface Drawing {
  readonly frame: Frame;
  readonly areas: readonly { readonly tone: Tone; readonly path: string; readonly series: number }[];
  readonly strokes: readonly {
    readonly tone: Tone;
    readonly path: string;
    readonly kind: 'line' | 'dots' | 'thin';
    readonly series: number;
  }[];
  /** Names at the ends of lines, none over another. */
  readonly ends: readonly {
    readonly x: number;
    readonly y: number;
    /** Whether the name stands before its place, else after it. */
    readonly before: boolean;
    readonly tone: Tone;
    readonly label: string;
    readonly series: number;
  }[];
  readonly bands: readonly { readonly y: number; readonly height: number; readonly tone: Tone | null }[];
  readonly lines: readonly { readonly y: number; readonly tone: Tone; readonly label: string }[];
  readonly spans: readonly {
    readonly x: number;
    readonly width: number;
    readonly label: string;
    readonly kind: 'span' | 'span noted';
  }[];
  readonly marks: readonly { readonly x: number; readonly label: string; readonly glyph: string | null }[];
  readonly segments: readonly {
    readonly x: number;
    readonly y1: number;
    readonly y2: number;
    readonly label: string;
  }[];
  /** The diagonal of a square plot, from its left to its right side; else none. */
  readonly diagonal: readonly { readonly y1: number; readonly y2: number }[];
  /** Positions as percentages of the plot. */
  readonly xTicks: readonly { readonly at: number; readonly label: string }[];
  readonly yTicks: readonly { readonly at: number; readonly label: string }[];
}

type Point = readonly [number, number | null];

const tenths = (value: number): number => Math.round(value * 10) / 10;

/**
 * Paths and positions of an SVG chart, the same for the page and for a part that a reader zooms to.
 * @param part ends of the x axis; default: all of it.
 */
export function drawChart(spec: ChartSpec, part?: readonly [number, number]): Drawing {
  const frame = chartFrame(spec, part);
  const xAt = scaleOf(spec.x.scale)(frame.x.domain, [0, PLOT_WIDTH]);
  const yAt = scaleOf(spec.y.scale)(frame.y.domain, [PLOT_HEIGHT, 0]);
  const x = (value: number): number => Math.round(xAt(value));
  const yRaw = (value: number): number => Math.round(yAt(value));
  const floor = frame.y.domain[0];
  const y = (value: number): number => yRaw(Math.max(floor, value));
  const shapes = spec.series.map((series, index) => drawSeries(spec, series, index, x, y, floor));
  return {
    frame,
    areas: shapes.flatMap((shape) => (shape.area === null ? [] : [shape.area])),
    strokes: shapes.flatMap((shape) => shape.strokes),
    ends: lineEnds(spec, frame.x.domain, x, y),
    bands: spec.bands.map((band) => {
      const top = y(band.to ?? frame.y.domain[1]);
      return { y: top, height: y(band.from ?? floor) - top, tone: band.tone ?? null };
    }),
    lines: spec.lines.map((item) => ({ y: y(item.at), tone: item.tone, label: item.label })),
    spans: spec.spans
      .filter((span) => span.to >= frame.x.domain[0] && span.from <= frame.x.domain[1])
      .map((span) => drawSpan(span, frame, x)),
    marks: spec.marks
      .filter((mark) => within(mark.at, frame.x.domain))
      .map((mark) => ({ x: x(mark.at), label: mark.label, glyph: mark.glyph ?? null })),
    segments: spec.segments
      .filter((s) => within(s.at, frame.x.domain))
      .map((s) => ({ x: x(s.at), y1: y(s.from), y2: y(s.to), label: s.label })),
    diagonal: spec.square === undefined ? [] : [{ y1: yRaw(frame.x.domain[0]), y2: yRaw(frame.x.domain[1]) }],
    xTicks: frame.x.ticks.map((tick) => ({ at: tenths(x(tick.value) / 10), label: tick.label })),
    yTicks: frame.y.ticks.map((tick) => ({ at: tenths(yRaw(tick.value) / 4), label: tick.label })),
  };
}

const within = (value: number, domain: readonly [number, number]): boolean =>
  value >= domain[0] && value <= domain[1];

function drawSpan(
  span: ChartSpec['spans'][number],
  frame: Frame,
  x: (value: number) => number,
): Drawing['spans'][number] {
  const from = Math.max(span.from, frame.x.domain[0]);
  const to = Math.min(span.to, frame.x.domain[1]);
  const left = x(Math.min(from, frame.x.domain[1]));
  const kind = span.noted === true ? 'span noted' : 'span';
  return { x: left, width: Math.max(3, x(Math.max(from, to)) - left), label: span.label, kind };
}

interface Shape {
  readonly area: Drawing['areas'][number] | null;
  readonly strokes: Drawing['strokes'];
}

function drawSeries(
  spec: ChartSpec,
  series: Series,
  index: number,
  x: (value: number) => number,
  y: (value: number) => number,
  floor: number,
): Shape {
  const { tone } = series;
  if (series.shape === 'bar')
    return { area: { tone, path: barPath(spec, index, x, y), series: index }, strokes: [] };
  if (series.shape === 'step') {
    const outline = stepPath(spec, series, x, y, floor);
    return {
      area: tone === 'production' ? { tone, path: outline, series: index } : null,
      strokes: [{ tone, path: outline, kind: 'line', series: index }],
    };
  }
  const points = spec.x.values.map((value, i): Point => [value, series.values[i] ?? null]);
  const path = joined(points, x, y);
  if (series.shape === 'line')
    return {
      area: null,
      strokes: [{ tone, path, kind: 'line', series: index }, ...lonely(points, tone, index, x, y)],
    };
  return {
    area: null,
    strokes: [
      { tone, path, kind: 'thin', series: index },
      { tone, path: dotPath(points, x, y), kind: 'dots', series: index },
    ],
  };
}

function joined(points: readonly Point[], x: (v: number) => number, y: (v: number) => number): string {
  let path = '';
  let open = false;
  for (const [at, value] of points) {
    if (value !== null) path += `${open ? 'L' : 'M'}${x(at)},${y(value)}`;
    open = value !== null;
  }
  return path;
}

/** Least distance between two names at the ends of lines, in units of the plot. */
const LINE_HEIGHT = 36;

/** A line that ends left of this leaves room for its name behind its end. */
const ROOM_BEHIND = 700;

/**
 * Names of two or more lines over time, at their last values in the part that is shown; moved apart where they would lie on
 * each other. A line that ends with the axis has its name in the corner, one that ends earlier at its end.
 */
function lineEnds(
  spec: ChartSpec,
  domain: readonly [number, number],
  x: (value: number) => number,
  y: (value: number) => number,
): Drawing['ends'] {
  const lines = spec.series
    .map((line, series) => ({ ...line, series }))
    .filter(({ shape }) => shape === 'line');
  if (spec.x.scale !== 'time' || lines.length < 2) return [];
  const newest = spec.x.values.findLastIndex((at) => within(at, domain));
  const ends = lines.flatMap(({ values, tone, label, series }) => {
    const last = spec.x.values.findLastIndex((at, i) => within(at, domain) && (values[i] ?? null) !== null);
    const value = values[last] ?? null;
    if (value === null) return [];
    const at = last === newest ? PLOT_WIDTH : x(spec.x.values[last] ?? 0);
    const before = at > ROOM_BEHIND;
    return [{ x: at, y: y(value) + (before ? -14 : 12), before, tone, label, series }];
  });
  let previous = -Infinity;
  return ends
    .toSorted((a, b) => a.y - b.y)
    .map((end) => {
      previous = Math.max(end.y, previous + LINE_HEIGHT, LINE_HEIGHT / 2);
      return { ...end, y: previous };
    });
}

/** Single points between two gaps, which have no line. */
function lonely(
  points: readonly Point[],
  tone: Tone,
  series: number,
  x: (v: number) => number,
  y: (v: number) => number,
): Drawing['strokes'] {
  const alone = points.filter(
    (point, i) =>
      point[1] !== null && (points[i - 1]?.[1] ?? null) === null && (points[i + 1]?.[1] ?? null) === null,
  );
  return alone.length === 0 ? [] : [{ tone, path: dotPath(alone, x, y), kind: 'dots', series }];
}

/** Dots as lines of length 0: round caps stay round when the SVG is stretched. */
const dotPath = (points: readonly Point[], x: (v: number) => number, y: (v: number) => number): string =>
  points.flatMap(([at, value]) => (value === null ? [] : [`M${x(at)},${y(value)}h0`])).join('');

function stepPath(
  spec: ChartSpec,
  series: Series,
  x: (v: number) => number,
  y: (v: number) => number,
  floor: number,
): string {
  const edges = spec.x.values;
  const last = edges.at(-1) ?? 1;
  const { values } = series;
  const isGap = (i: number): boolean => (values[i] ?? null) === null;
  // Every run of known values stands on the floor by itself: what is not known is no zero.
  return values
    .map((value, i) => {
      if (value === null) return '';
      const from = isGap(i - 1) ? `M${x(edges[i] ?? last)},${y(floor)}` : '';
      return `${from}V${y(value)}H${x(edges[i + 1] ?? last)}${isGap(i + 1) ? `V${y(floor)}` : ''}`;
    })
    .join('');
}

function barPath(spec: ChartSpec, index: number, x: (v: number) => number, y: (v: number) => number): string {
  const bars = spec.series.filter((series) => series.shape === 'bar');
  const own = spec.series[index];
  const below = bars.slice(0, own === undefined ? 0 : bars.indexOf(own));
  const step = spec.x.step ?? 0;
  return (own?.values ?? [])
    .flatMap((value, i) => {
      if (value === null || value === 0) return [];
      const base = below.reduce((sum, series) => sum + (series.values[i] ?? 0), 0);
      const at = spec.x.values[i] ?? 0;
      const [left, bottom, top] = [x(at), y(base), y(base + value)];
      // Relative and without an end, which an area has anyway: bars alike are then alike in the page, too, and compress.
      return [`M${left},${bottom}v${top - bottom}h${x(at + step) - left}v${bottom - top}`];
    })
    .join('');
}
