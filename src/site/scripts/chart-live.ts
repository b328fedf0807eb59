import { unitSuffix } from '../charts/payload.ts';
import { scaleOf } from '../charts/scale.ts';
import { drawChart } from '../charts/static-chart.ts';
import type { ChartData } from './chart-data.ts';
import { incidentsAt, zoomIncidents } from './chart-incidents.ts';
import { redraw } from './chart-redraw.ts';
import { element } from './elements.ts';

/** A drawing that a reader can point at, step through by keyboard, and zoom. */
export interface LiveChart extends ChartData {
  readonly figure: HTMLElement;
  readonly box: HTMLElement;
  readonly plot: SVGSVGElement;
  readonly cross: SVGLineElement;
  readonly readout: HTMLElement;
  readonly words: HTMLElement;
  /** Ends of the whole x axis. */
  readonly whole: readonly [number, number];
  /** Ends of the part of it that is shown. */
  domain: readonly [number, number];
  /** The row that is pointed at. */
  index: number | null;
}

const live: LiveChart[] = [];

export const register = (chart: LiveChart): number => live.push(chart);

/** Charts with the same x axis are pointed at and zoomed together. */
const together = ({ spec }: LiveChart): LiveChart[] => {
  const key = (x: LiveChart['spec']['x']): string => (x.scale === 'time' ? 'time' : `${x.scale} ${x.label}`);
  return live.filter((other) => key(other.spec.x) === key(spec.x));
};

/** Points at a row of one chart, and at the same place of those beside it. */
export function pointAt(chart: LiveChart, index: number | null): void {
  const at = index === null ? null : (chart.points[index]?.at ?? null);
  for (const other of together(chart)) {
    show(other, other === chart ? index : at === null ? null : nearest(other, at));
  }
}

/** The row nearest to a place among those shown; null outside the axis. */
export function nearest({ points, domain }: LiveChart, at: number): number | null {
  const [low, high] = domain;
  if (at < low || at > high) return null;
  let best: number | null = null;
  points.forEach((point, i) => {
    if (point.at < low || point.at > high) return;
    if (best === null || Math.abs(point.at - at) < Math.abs((points[best]?.at ?? 0) - at)) best = i;
  });
  return best;
}

/** Share of the plot's width at which a value lies. */
export const fractionOf = ({ spec, domain }: LiveChart, value: number): number =>
  scaleOf(spec.x.scale)(domain, [0, 1])(value);

function show(chart: LiveChart, index: number | null): void {
  chart.index = index;
  const point = index === null ? undefined : chart.points[index];
  chart.cross.setAttribute('visibility', point === undefined ? 'hidden' : 'visible');
  if (point === undefined || index === null) return;
  const x = `${fractionOf(chart, point.at) * 100}%`;
  chart.cross.setAttribute('x1', x);
  chart.cross.setAttribute('x2', x);
  const values = chart.spec.series.map(({ label, tone, values: all }) => {
    const value = all[index] ?? null;
    const number = value === null ? '–' : String(Number((value * chart.factor).toPrecision(4)));
    return { tone, text: `${label} ${number}${value === null ? '' : unitSuffix(chart.spec.y.format)}` };
  });
  const incidents = incidentsAt(chart.plot, chart.whole, point.at).map((text) => ({
    tone: 'bad',
    text,
  }));
  const said = [...values, ...incidents];
  chart.words.replaceChildren(
    element('strong', point.title),
    ...said.map(({ tone, text }) => {
      const item = element('span', text);
      item.className = `tone-${tone}`;
      return item;
    }),
  );
  chart.box.setAttribute('aria-valuenow', String(index));
  chart.box.setAttribute('aria-valuetext', [point.title, ...said.map(({ text }) => text)].join(', '));
}

/** Shows a part of the x axis, or all of it, in this chart and those beside it. */
export function zoom(chart: LiveChart, part: readonly [number, number] | null): void {
  for (const other of together(chart)) {
    const { whole } = other;
    const cut = part === null ? whole : ([Math.max(part[0], whole[0]), Math.min(part[1], whole[1])] as const);
    const enough = other.points.filter(({ at }) => at >= cut[0] && at <= cut[1]).length > 1;
    other.domain = enough ? cut : whole;
    const zoomed = other.domain[0] !== whole[0] || other.domain[1] !== whole[1];
    other.figure.classList.toggle('zoomed', zoomed);
    redraw(other.plot, other.spec, drawChart(other.spec, other.domain));
    zoomIncidents(other.plot, whole, other.domain);
    show(other, other.index);
  }
}

/** Halves the part that is shown, around the place pointed at. */
export function zoomIn(chart: LiveChart): void {
  const [low, high] = chart.domain;
  const middle = chart.points[chart.index ?? -1]?.at ?? (low + high) / 2;
  const quarter = (high - low) / 4;
  zoom(chart, [middle - quarter, middle + quarter]);
}
