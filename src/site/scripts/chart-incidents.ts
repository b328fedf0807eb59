import type { IncidentBars } from '../charts/incident-bars.ts';
import { INCIDENTS_HEIGHT, PLOT_WIDTH } from '../charts/static-chart.ts';

type Ends = readonly [number, number];

/** Shows the bars of incidents above a part of a chart's time axis. */
export function zoomIncidents(plot: SVGSVGElement, [start, end]: Ends, [from, to]: Ends): void {
  const x = (value: number): number => ((value - start) / (end - start)) * PLOT_WIDTH;
  const view = [x(from), 0, x(to) - x(from), INCIDENTS_HEIGHT];
  plot.querySelector('.incidents')?.setAttribute('viewBox', view.join(' '));
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly titles: string;
}
let bars: readonly Bar[] | null = null;

/** The bars of the page: their places are in its drawing, which goes by steps (`relativePath`), their titles beside it. */
function readBars(): Bar[] {
  const titles = JSON.parse(
    document.querySelector('#incident-names')?.textContent ?? '[]',
  ) as IncidentBars['named'];
  const drawn = [...document.querySelectorAll('#incident-bars path')].map((path) => path.getAttribute('d'));
  let end = 0;
  const places = [...drawn.join('').matchAll(/([Mm])(-?\d+)[ ,]0h(\d+)/g)].map(([, move, x, width]) => {
    const from = (move === 'M' ? 0 : end) + Number(x);
    end = from + Number(width);
    return { from, to: end };
  });
  return places.flatMap((place, i) => {
    const title = titles[i];
    return title === undefined ? [] : [{ ...place, titles: title }];
  });
}

/** Titles of the incidents at a time, where the chart shows them. */
export function incidentsAt(plot: SVGSVGElement, [start, end]: Ends, time: number): string[] {
  if (plot.querySelector('.incidents') === null) return [];
  bars ??= readBars();
  const at = Math.round(((time - start) / (end - start)) * PLOT_WIDTH);
  return bars.filter(({ from, to }) => from <= at && at < to).map(({ titles }) => titles);
}
