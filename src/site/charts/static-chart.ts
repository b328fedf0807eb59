import { scaleLinear, scaleLog } from 'd3-scale';
import { curveLinear, line } from 'd3-shape';
import type { ChartSpec, Series, Tone } from './spec.ts';
import { chartFrame, type Frame } from './ticks.ts';

/** Size of the view box. The SVG is stretched to the figure; strokes keep their width. */
export const PLOT_WIDTH = 1000;
export const PLOT_HEIGHT = 400;

export interface Drawing {
  readonly frame: Frame;
  readonly areas: readonly { readonly tone: Tone; readonly path: string }[];
  readonly strokes: readonly {
    readonly tone: Tone;
    readonly path: string;
    readonly kind: 'line' | 'dots' | 'thin';
  }[];
  readonly bands: readonly { readonly y: number; readonly height: number; readonly label: string }[];
  readonly lines: readonly { readonly y: number; readonly tone: Tone; readonly label: string }[];
  readonly spans: readonly { readonly x: number; readonly width: number; readonly label: string }[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  readonly segments: readonly {
    readonly x: number;
    readonly y1: number;
    readonly y2: number;
    readonly label: string;
  }[];
  /** Positions as percentages of the plot. */
  readonly xTicks: readonly { readonly at: number; readonly label: string }[];
  readonly yTicks: readonly { readonly at: number; readonly label: string }[];
}

type Point = readonly [number, number | null];

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Paths and positions of a static SVG chart. */
export function drawChart(spec: ChartSpec): Drawing {
  const frame = chartFrame(spec);
  const place = (scale: string, domain: readonly [number, number], range: [number, number]) => {
    const d3 =
      scale === 'log' ? scaleLog().domain(domain).range(range) : scaleLinear().domain(domain).range(range);
    return (value: number): number => Math.round(d3(value));
  };
  const x = place(spec.x.scale, frame.x.domain, [0, PLOT_WIDTH]);
  const yRaw = place(spec.y.scale, frame.y.domain, [PLOT_HEIGHT, 0]);
  const floor = frame.y.domain[0];
  const y = (value: number): number => yRaw(Math.max(floor, value));
  const shapes = spec.series.map((series, index) => drawSeries(spec, series, index, x, y, floor));
  return {
    frame,
    areas: shapes.flatMap((shape) => (shape.area === null ? [] : [shape.area])),
    strokes: shapes.flatMap((shape) => shape.strokes),
    bands: spec.bands.map((band) => {
      const top = y(band.to ?? frame.y.domain[1]);
      return { y: top, height: y(band.from ?? floor) - top, label: band.label };
    }),
    lines: spec.lines.map((item) => ({ y: y(item.at), tone: item.tone, label: item.label })),
    spans: spec.spans.map((span) => drawSpan(span, frame, x)),
    marks: spec.marks
      .filter((mark) => within(mark.at, frame.x.domain))
      .map((mark) => ({ x: x(mark.at), label: mark.label })),
    segments: spec.segments.map((s) => ({ x: x(s.at), y1: y(s.from), y2: y(s.to), label: s.label })),
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
  return { x: left, width: Math.max(3, x(Math.max(from, to)) - left), label: span.label };
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
  if (series.shape === 'bar') return { area: { tone, path: barPath(spec, index, x, y) }, strokes: [] };
  if (series.shape === 'step') {
    const outline = stepPath(spec, series, x, y, floor);
    return {
      area: tone === 'production' ? { tone, path: outline } : null,
      strokes: [{ tone, path: outline, kind: 'line' }],
    };
  }
  const points = spec.x.values.map((value, i): Point => [value, series.values[i] ?? null]);
  const path = joined(points, x, y);
  if (series.shape === 'line')
    return { area: null, strokes: [{ tone, path, kind: 'line' }, ...lonely(points, tone, x, y)] };
  return {
    area: null,
    strokes: [
      { tone, path, kind: 'thin' },
      { tone, path: dotPath(points, x, y), kind: 'dots' },
    ],
  };
}

function joined(points: readonly Point[], x: (v: number) => number, y: (v: number) => number): string {
  const path = line<Point>()
    .defined((point) => point[1] !== null)
    .x((point) => x(point[0]))
    .y((point) => y(point[1] ?? 0))
    .digits(0)
    .curve(curveLinear)(points);
  return path ?? '';
}

/** Single points between two gaps, which have no line. */
function lonely(
  points: readonly Point[],
  tone: Tone,
  x: (v: number) => number,
  y: (v: number) => number,
): Drawing['strokes'] {
  const alone = points.filter(
    (point, i) =>
      point[1] !== null && (points[i - 1]?.[1] ?? null) === null && (points[i + 1]?.[1] ?? null) === null,
  );
  return alone.length === 0 ? [] : [{ tone, path: dotPath(alone, x, y), kind: 'dots' }];
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
  const first = edges[0] ?? 0;
  const last = edges.at(-1) ?? 1;
  const steps = series.values.map((value, i) => `V${y(value ?? floor)}H${x(edges[i + 1] ?? last)}`);
  return `M${x(first)},${y(floor)}${steps.join('')}V${y(floor)}`;
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
      const left = x(at);
      const right = x(at + step);
      return [`M${left},${y(base)}V${y(base + value)}H${right}V${y(base)}z`];
    })
    .join('');
}
