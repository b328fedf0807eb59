import { across, type Drawing, down } from '../charts/static-chart.ts';
import { svg } from './elements.ts';

/** Puts another part of the x axis into the drawing that the page came with (`StaticChart.astro`). */
export function redraw(plot: SVGSVGElement, drawing: Drawing): void {
  paths(plot, '.area', drawing.areas);
  paths(plot, '.stroke', drawing.strokes);
  const inner = plot.querySelector('.inner');
  for (const old of plot.querySelectorAll('.span, .mark, .segment, .gutter, .x-ticks > *')) old.remove();
  inner?.before(
    ...drawing.spans.map((span) =>
      svg('rect', { class: span.kind, y: 0, height: '100%', x: across(span.x), width: across(span.width) }),
    ),
  );
  inner?.after(
    ...drawing.marks.map(({ x }) =>
      svg('line', { class: 'mark', x1: across(x), x2: across(x), y1: 0, y2: '100%' }),
    ),
    ...drawing.segments.map(({ x, y1, y2 }) =>
      svg('line', { class: 'segment', x1: across(x), x2: across(x), y1: down(y1), y2: down(y2) }),
    ),
    ...drawing.marks.map(({ x, glyph, label }) =>
      svg('text', { class: 'label gutter middle', x: across(x), y: 0, dy: -5 }, `${glyph ?? ''} ${label}`),
    ),
  );
  plot
    .querySelector('.x-ticks')
    ?.append(
      ...drawing.xTicks.map((tick) =>
        svg('text', { class: 'tick x', x: `${tick.at}%`, y: '100%', dy: 17 }, tick.label),
      ),
    );
}

function paths(plot: SVGSVGElement, selector: string, drawn: readonly { readonly path: string }[]): void {
  plot.querySelectorAll(selector).forEach((path, i) => {
    path.setAttribute('d', drawn[i]?.path ?? '');
  });
}
