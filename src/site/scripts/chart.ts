import {
  Chart,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { type ChartData, readChart } from './chart-data.ts';

Chart.register(Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

type Dataset = ChartDataset<'line', { x: number; y: number | null }[]>;
type LiveChart = Chart<'line', { x: number; y: number | null }[]>;

const live: { chart: LiveChart; data: ChartData; canvas: HTMLCanvasElement }[] = [];

/**
 * Places a canvas over the plot area of the static SVG. The canvas draws the data and handles the pointer; axes, ranges
 * and labels remain those of the SVG, which is sharp at every zoom level.
 */
export function drawChart(figure: HTMLElement): void {
  const data = readChart(figure);
  const box = figure.querySelector<HTMLElement>('.plot-box');
  const plot = box?.querySelector('.plot');
  if (data === null || box === null || plot == null) return;
  const holder = document.createElement('div');
  holder.className = 'canvas-box';
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', plot.getAttribute('aria-label') ?? '');
  plot.setAttribute('aria-hidden', 'true');
  holder.append(canvas);
  box.append(holder);
  const { x, y, series, frame } = data.payload;
  const chart: LiveChart = new Chart<'line', { x: number; y: number | null }[]>(canvas, {
    type: 'line',
    data: { datasets: datasets(data, canvas) },
    options: {
      // No animation, because the static SVG already shows the data.
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      normalized: true,
      events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
      interaction: { mode: 'index', intersect: false, axis: 'x' },
      layout: { padding: 0 },
      clip: false,
      scales: {
        x: {
          type: 'linear',
          display: false,
          min: place(frame.x[0], x.scale),
          max: place(frame.x[1], x.scale),
        },
        y: {
          type: 'linear',
          display: false,
          min: place(frame.y[0], y.scale),
          max: place(frame.y[1], y.scale),
          stacked: series.some((one) => one.shape === 'bar'),
        },
      },
      plugins: {
        tooltip: {
          filter: (item) => item.dataIndex < data.titles.length,
          callbacks: {
            title: (items) => title(data, items[0]?.dataIndex ?? 0),
            label: (item) => label(data, item.datasetIndex, item.dataIndex),
          },
        },
      },
    },
  });
  box.classList.add('live');
  live.push({ chart, data, canvas });
}

const title = (data: ChartData, index: number): string => {
  const text = data.titles[index] ?? '';
  return data.payload.x.scale === 'time'
    ? text.replace('T', ' ').replace('Z', ' UTC')
    : `${data.payload.x.label} ${text}`;
};

const label = (data: ChartData, series: number, index: number): string => {
  const value = data.values[series]?.[index] ?? null;
  const { y, series: all } = data.payload;
  return `${all[series]?.label ?? ''}: ${value === null ? '–' : Number((value * y.factor).toPrecision(4))}${y.unit}`;
};

/** Converts values on a logarithmic axis to logarithms, so that the library needs linear scales only. */
const place = (value: number, scale: string): number => (scale === 'log' ? Math.log10(value) : value);

function datasets(data: ChartData, canvas: HTMLCanvasElement): Dataset[] {
  const { payload, xs, values, end } = data;
  return payload.series.map((series, index): Dataset => {
    const tone = colour(canvas, `--${TONES[series.tone] ?? series.tone}`);
    const fill = series.tone === 'production' ? colour(canvas, '--production-fill') : tone;
    const points = (values[index] ?? []).map((y, i) => ({
      x: place(xs[i] ?? 0, payload.x.scale),
      y: y === null ? null : place(y, payload.y.scale),
    }));
    const base = { label: series.label, borderColor: tone, pointHitRadius: 8, pointHoverRadius: 4 } as const;
    if (series.shape === 'step' || series.shape === 'bar') {
      const last = points.at(-1);
      const after = series.shape === 'bar' ? (xs.at(-1) ?? 0) + payload.x.step : place(end, payload.x.scale);
      return {
        ...base,
        data: last === undefined ? points : [...points, { x: after, y: last.y }],
        stepped: 'before',
        borderWidth: series.shape === 'bar' ? 0 : 1.75,
        pointRadius: 0,
        fill: series.shape === 'bar' && index > 0 ? '-1' : series.tone === 'production' ? 'origin' : false,
        backgroundColor: fill,
      };
    }
    const dots = series.shape === 'dots';
    return {
      ...base,
      data: points,
      borderWidth: dots ? 1 : 1.75,
      pointRadius: dots ? 3 : lonely(points),
      pointBackgroundColor: tone,
      pointBorderWidth: 0,
      spanGaps: false,
    };
  });
}

/** Draws single points between two gaps, which have no line. */
const lonely =
  (points: readonly { y: number | null }[]) =>
  ({ dataIndex: i }: { dataIndex: number }): number =>
    (points[i - 1]?.y ?? null) === null && (points[i + 1]?.y ?? null) === null ? 2.5 : 0;

const TONES: Readonly<Record<string, string>> = { good: 'green', warn: 'yellow', bad: 'red' };

/** Resolves a custom property to a colour of the current theme. */
function colour(canvas: HTMLCanvasElement, property: string): string {
  canvas.style.color = `var(${property})`;
  return getComputedStyle(canvas).color;
}

function recolour(): void {
  for (const { chart, data, canvas } of live) {
    chart.data.datasets = datasets(data, canvas);
    chart.update('none');
  }
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ['data-theme'] });
