import type { ChartSpec } from './spec.ts';
import { across, type Drawing, down, PLOT_WIDTH } from './static-chart.ts';

/** An element of the SVG that keeps its size while the plot is stretched. */
export interface Shape {
  readonly tag: 'rect' | 'line' | 'text';
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

/** All of a drawing but its areas and strokes: what lies under them, over them, and what is written. */
export interface ChartShapes {
  readonly under: readonly Shape[];
  readonly over: readonly Shape[];
  readonly labels: readonly Shape[];
}

/** Made once for the page that is built and for the part that a reader zooms to, so that both follow one rule. */
export function chartShapes(spec: Pick<ChartSpec, 'x'>, drawing: Drawing): ChartShapes {
  return {
    under: [
      ...drawing.bands.map(({ y, height, tone }) =>
        shape('rect', toned('band', tone), { x: 0, width: '100%', y: down(y), height: down(height) }),
      ),
      ...drawing.spans.map(({ kind, x, width }) =>
        shape('rect', kind, { y: 0, height: '100%', x: across(x), width: across(width) }),
      ),
      ...drawing.diagonal.map(({ y1, y2 }) =>
        shape('line', 'diagonal', { x1: 0, x2: '100%', y1: down(y1), y2: down(y2) }),
      ),
    ],
    over: [
      ...drawing.lines.map(({ y, tone }) =>
        shape('line', toned('limit', tone), { x1: 0, x2: '100%', y1: down(y), y2: down(y) }),
      ),
      ...drawing.marks.map(({ x }) => upright('mark', x, 0, '100%')),
      ...drawing.segments.map(({ x, y1, y2 }) => upright('segment', x, down(y1), down(y2))),
    ],
    labels: [
      ...drawing.yTicks.map(({ at, label }) => words(label, 'tick y', { y: `${at}%` })),
      ...tickLabels(drawing.xTicks),
      ...drawing.lines.map(({ y, label }) =>
        words(label, 'label end', { x: '100%', y: down(y), dx: -4, dy: -4 }),
      ),
      ...markLabels(drawing.marks),
      ...drawing.segments.flatMap(({ x, y1, y2, label }) => {
        if (label === '') return [];
        const left = x > 600;
        const at = { x: across(x), y: down((y1 + y2) / 2), dx: left ? -6 : 6, dy: 4 };
        return [words(label, left ? 'label end' : 'label', at)];
      }),
      ...drawing.ends.map(({ x, y, before, tone, label, series }) =>
        words(label, toned(before ? 'label end' : 'label', tone), {
          'data-s': series,
          x: across(x),
          y: down(y),
          dx: before ? -4 : 6,
        }),
      ),
      words(axisWords(spec.x), 'axis-label x', { x: '100%', y: '100%', dy: 32 }),
    ],
  };
}

const shape = (tag: Shape['tag'], className: string, attributes: Shape['attributes']): Shape => ({
  tag,
  attributes: { class: className, ...attributes },
});

const words = (text: string, className: string, attributes: Shape['attributes']): Shape => ({
  ...shape('text', className, attributes),
  text,
});

const upright = (className: string, x: number, y1: string | number, y2: string): Shape =>
  shape('line', className, { x1: across(x), x2: across(x), y1, y2 });

const toned = (className: string, tone: string | null): string =>
  tone === null ? className : `${className} tone-${tone}`;

/** Labels that need no more room than this many letters, with two between them, fit a phone. */
const PHONE_LETTERS = 36;

/** Every second label gives way where there is no room for all. */
function tickLabels(ticks: Drawing['xTicks']): Shape[] {
  const letters = ticks.reduce((sum, { label }) => sum + label.length + 2, 0);
  const odd = letters > PHONE_LETTERS ? 'odd' : 'odd short';
  return ticks.map(({ at, label }, i) => {
    const classes = ['tick x', ...(at > 95 ? ['end'] : []), ...(i % 2 === 1 ? [odd] : [])];
    return words(label, classes.join(' '), { x: `${at}%`, y: '100%' });
  });
}

/** Width of a name above the plot, at least, in units of the plot. */
const NAME_WIDTH = 110;

/** A glyph always stands; its name only where it is on no other. What has no glyph is named, in two rows by turns. */
function markLabels(marks: Drawing['marks']): Shape[] {
  let free = -Infinity;
  return marks.map(({ x, glyph, label }, i) => {
    const named = glyph === null || x >= free;
    if (named && glyph !== null) free = x + NAME_WIDTH;
    const anchor = x > PLOT_WIDTH * 0.95 ? 'end' : x < PLOT_WIDTH * 0.05 ? 'start' : 'middle';
    const text = [...(glyph === null ? [] : [glyph]), ...(named ? [label] : [])].join(' ');
    return words(text, `label gutter ${anchor}`, {
      x: across(x),
      y: 0,
      dy: glyph === null && i % 2 === 1 ? 12 : -5,
    });
  });
}

const axisWords = ({ scale, label, format }: ChartSpec['x']): string =>
  scale === 'time' ? 'UTC' : `${label}${format === 'ms' ? ' (ms)' : ''}`;
