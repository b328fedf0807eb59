import { type ChartShapes, chartShapes } from '../charts/chart-shapes.ts';
import type { ChartSpec } from '../charts/spec.ts';
import type { Drawing } from '../charts/static-chart.ts';
import { svg } from './elements.ts';

const GROUPS: readonly (keyof ChartShapes)[] = ['under', 'over', 'labels'];

/** Puts another part of the x axis into the drawing that the page came with (`StaticChart.astro`). */
export function redraw(plot: SVGSVGElement, spec: ChartSpec, drawing: Drawing): void {
  paths(plot, '.area', drawing.areas);
  paths(plot, '.stroke', drawing.strokes);
  const off = new Set([...plot.querySelectorAll('.off')].map((part) => part.getAttribute('data-s')));
  const shapes = chartShapes(spec, drawing);
  for (const group of GROUPS) {
    plot
      .querySelector(`.${group}`)
      ?.replaceChildren(...shapes[group].map(({ tag, attributes, text }) => svg(tag, attributes, text)));
  }
  for (const part of plot.querySelectorAll('[data-s]')) {
    part.classList.toggle('off', off.has(part.getAttribute('data-s')));
  }
}

function paths(plot: SVGSVGElement, selector: string, drawn: readonly { readonly path: string }[]): void {
  plot.querySelectorAll(selector).forEach((path, i) => {
    path.setAttribute('d', drawn[i]?.path ?? '');
  });
}
