import type { IncidentBars } from '../charts/incident-bars.ts';
import { INCIDENTS_HEIGHT, PLOT_WIDTH } from '../charts/static-chart.ts';

type Ends = readonly [number, number];

/** Shows the bars of incidents above a part of a chart's time axis. */
export function zoomIncidents(plot: SVGSVGElement, [start, end]: Ends, [from, to]: Ends): void {
  const x = (value: number): number => ((value - start) / (end - start)) * PLOT_WIDTH;
  const view = [x(from), 0, x(to) - x(from), INCIDENTS_HEIGHT];
  plot.querySelector('.incidents')?.setAttribute('viewBox', view.join(' '));
}

let names: IncidentBars['named'] | null = null;

/** Titles of the incidents at a time, where the chart shows them. */
export function incidentsAt(plot: SVGSVGElement, at: number): string[] {
  if (plot.querySelector('.incidents') === null) return [];
  names ??= JSON.parse(
    document.querySelector('#incident-names')?.textContent ?? '[]',
  ) as IncidentBars['named'];
  return names.filter(([from, to]) => from <= at && at < to).map(([, , titles]) => titles);
}
