import { chartFrame } from '../charts/ticks.ts';
import { readChart } from './chart-data.ts';
import { type LiveChart, register, zoom, zoomIn } from './chart-live.ts';
import { startPointer } from './chart-pointer.ts';
import { element, svg } from './elements.ts';

const POINT = 'Point at the plot, or use ← and →';
const TOUCH = 'Touch the plot for its values';

/** Makes the drawing of a figure live; the drawing itself stays. */
export function startChart(figure: HTMLElement): void {
  const data = readChart(figure);
  const box = figure.querySelector<HTMLElement>('.plot-box');
  const plot = box?.querySelector<SVGSVGElement>('.plot');
  const readout = figure.querySelector<HTMLElement>('.readout');
  if (data === null || box === null || plot == null || readout === null || box.classList.contains('live'))
    return;
  const cross = svg('line', { class: 'cross', y1: '0', y2: '100%', visibility: 'hidden' });
  plot.append(cross);
  const words = element('span', matchMedia('(hover: none)').matches ? TOUCH : POINT);
  words.ariaHidden = 'true';
  readout.replaceChildren(words, ...buttons(() => chart));
  const whole = chartFrame(data.spec).x.domain;
  const chart: LiveChart = {
    ...data,
    ...{ figure, box, plot, cross, readout, words },
    whole,
    domain: whole,
    index: null,
  };
  plot.setAttribute('aria-hidden', 'true');
  box.tabIndex = 0;
  box.setAttribute('role', 'slider');
  box.setAttribute('aria-label', `${data.spec.title}, values`);
  box.setAttribute('aria-valuemin', '0');
  box.setAttribute('aria-valuemax', String(data.points.length - 1));
  box.setAttribute('aria-valuenow', '0');
  startPointer(chart);
  startLegend(chart);
  register(chart);
  box.classList.add('live');
}

function buttons(chart: () => LiveChart): HTMLElement[] {
  const button = (text: string, className: string, act: () => void): HTMLButtonElement => {
    const made = element('button', text);
    made.type = 'button';
    made.tabIndex = -1;
    made.className = className;
    made.addEventListener('click', act);
    return made;
  };
  return [
    button('Zoom in', 'zoom-in', () => zoomIn(chart())),
    button('Whole range', 'zoom-out', () => zoom(chart(), null)),
  ];
}

/** Each name of the legend switches its series. */
function startLegend({ figure, plot, spec }: LiveChart): void {
  if (spec.series.length < 2) return;
  figure.querySelectorAll<HTMLElement>('.legend [data-series]').forEach((item, i) => {
    const button = element('button', ...item.childNodes);
    button.type = 'button';
    button.ariaPressed = 'true';
    button.addEventListener('click', () => {
      const on = button.ariaPressed !== 'true';
      button.ariaPressed = String(on);
      for (const part of plot.querySelectorAll(`[data-s="${i}"]`)) part.classList.toggle('off', !on);
    });
    item.append(button);
  });
}
