import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  type Tick,
} from 'chart.js';
import type { Tone } from '../charts/spec.ts';
import { chartFrame, type Frame } from '../charts/ticks.ts';
import type { Explored, IndexedReport, Pane } from '../views/explore.ts';
import { STEPS } from './chart-steps.ts';
import { type Colours, coloursOf } from './explore-colours.ts';

Chart.register(LinearScale, LineController, LineElement, PointElement);

type LineChart = Chart<'line', (number | null)[], number>;

interface Listener {
  /** The report that is pointed at; null: none. */
  readonly point: (report: IndexedReport | null) => void;
  readonly open: (report: IndexedReport) => void;
}

/** From so many reports on, a line has no dots. */
const MANY_REPORTS = 120;

/** One axis: its ticks, and where a value lies; a logarithmic one is linear in the logarithm. */
interface Axis {
  readonly pane: Pane;
  readonly frame: Frame;
  readonly place: (value: number) => number;
}

/** The chosen figures on a canvas; drawn anew in the colours of the theme and of print. */
export class Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #explored: Explored;
  readonly #listener: Listener;
  readonly #axes: readonly Axis[];
  readonly #stop = new AbortController();
  readonly #theme = new MutationObserver(() => this.#draw());
  #chart: LineChart;
  #index: number | null = null;

  constructor(canvas: HTMLCanvasElement, explored: Explored, listener: Listener) {
    this.#canvas = canvas;
    this.#explored = explored;
    this.#listener = listener;
    const { reports } = explored;
    const [first = 0, last = 0] = [reports[0], reports.at(-1)].map((one) =>
      Date.parse(one?.generatedAt ?? ''),
    );
    this.#axes = explored.panes.map((pane) => {
      const frame = chartFrame(pane.spec, last > first ? [first, last] : undefined);
      const [floor] = frame.y.domain;
      const isLog = pane.spec.y.scale === 'log';
      return {
        ...{ pane, frame },
        place: (value) => (isLog ? Math.log10(Math.max(floor, value)) : value),
      };
    });
    this.#chart = this.#made();
    const { signal } = this.#stop;
    canvas.addEventListener('keydown', (event) => this.#press(event), { signal });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw(), { signal });
    addEventListener('beforeprint', () => this.#draw('light'), { signal });
    addEventListener('afterprint', () => this.#draw(), { signal });
    this.#theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    listener.point(null);
  }

  remove(): void {
    this.#stop.abort();
    this.#theme.disconnect();
    this.#chart.destroy();
  }

  #draw(scheme = ''): void {
    this.#chart.destroy();
    this.#chart = this.#made(scheme);
  }

  #made(scheme = ''): LineChart {
    const colours = coloursOf(this.#canvas, scheme);
    const { points, reports } = this.#explored;
    const several = this.#axes.length > 1;
    const [x] = this.#axes;
    const font = { family: getComputedStyle(this.#canvas).fontFamily, size: 13 };
    const ticks = { color: colours.quiet, font, autoSkip: true, maxRotation: 0 };
    const scale = (of: Frame['y'], place: (value: number) => number) => ({
      type: 'linear' as const,
      min: place(of.domain[0]),
      max: place(of.domain[1]),
      grid: { color: colours.grid },
      border: { color: colours.grid },
      afterBuildTicks: (axis: { ticks: Tick[] }) => {
        axis.ticks = of.ticks.map(({ value, label }) => ({ value: place(value), label }));
      },
      ticks: {
        ...ticks,
        callback: (_: unknown, i: number) => of.ticks[i]?.label ?? '',
      },
    });
    return new Chart<'line', (number | null)[], number>(this.#canvas, {
      type: 'line',
      data: {
        labels: [...(x?.pane.spec.x.values ?? [])],
        datasets: this.#axes.flatMap(({ pane, place }, i) =>
          pane.spec.series.map(({ label, tone, values }) => {
            const colour = toneColour(colours, tone);
            return {
              label,
              yAxisID: `y${i}`,
              data: values.map((value) => (value === null ? null : place(value))),
              borderColor: colour,
              backgroundColor: colour,
              hoverBackgroundColor: colour,
              hoverBorderColor: colour,
              borderWidth: 1.75,
              pointRadius: reports.length > MANY_REPORTS ? 0 : 2.5,
              pointHoverRadius: 5,
              pointHitRadius: 8,
            };
          }),
        ),
      },
      options: {
        animation: false,
        // Dots at the ends of the time are whole.
        clip: 6,
        maintainAspectRatio: false,
        events: ['mousemove', 'mouseout', 'click', 'touchstart', 'touchmove'],
        interaction: { mode: 'index', intersect: false, axis: 'x' },
        onHover: (_, active) => this.#point(active[0]?.index ?? null),
        onClick: (event, _, chart) => {
          const native = event.native;
          const hit =
            native === null
              ? undefined
              : chart.getElementsAtEventForMode(native, 'nearest', { intersect: true }, false)[0];
          const report = points[hit?.index ?? -1];
          if (report != null) this.#listener.open(report);
        },
        scales: {
          x: scale(x?.frame.x ?? { domain: [0, 1], ticks: [] }, (value) => value),
          // Axes are stacked from the bottom up.
          ...Object.fromEntries(
            this.#axes
              .map(({ pane, frame, place }, i) => [
                `y${i}`,
                {
                  ...scale(frame.y, place),
                  ...(several ? { stack: 'panes', offset: true } : {}),
                  title: { display: several, text: pane.spec.title, color: colours.ink, font },
                },
              ])
              .toReversed(),
          ),
        },
      },
      plugins: [this.#bands(colours), cross(colours)],
    });
  }

  /** Healthy ranges behind the lines; an open end reaches the end of the axis. */
  #bands(colours: Colours): Plugin<'line'> {
    return {
      id: 'bands',
      beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
        this.#axes.forEach(({ pane, frame, place }, i) => {
          const axis = scales[`y${i}`];
          if (axis === undefined) return;
          const [low, high] = frame.y.domain;
          for (const { from, to, tone } of pane.spec.bands) {
            const own = tone === undefined ? null : toneColour(colours, tone);
            const top = axis.getPixelForValue(place(to ?? high));
            const bottom = axis.getPixelForValue(place(from ?? low));
            ctx.fillStyle = own ?? colours.band;
            ctx.globalAlpha = own === null ? 1 : 0.12;
            ctx.fillRect(chartArea.left, top, chartArea.width, bottom - top);
            ctx.fillStyle = own ?? colours.bandEdge;
            ctx.globalAlpha = own === null ? 1 : 0.5;
            for (const [end, y] of [
              [to, top],
              [from, bottom],
            ] as const) {
              if (end !== null) ctx.fillRect(chartArea.left, y, chartArea.width, 1);
            }
            ctx.globalAlpha = 1;
          }
        });
      },
    };
  }

  #point(index: number | null): void {
    if (index === this.#index) return;
    this.#index = index;
    this.#listener.point(index === null ? null : (this.#explored.points[index] ?? null));
  }

  #press(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const { points } = this.#explored;
    const shown = points.flatMap((report, i) => (report === null ? [] : [i]));
    const report = this.#index === null ? null : points[this.#index];
    const step = STEPS[event.key];
    if (event.key === 'Enter' && report != null) this.#listener.open(report);
    else if (step !== undefined) {
      const last = shown.length - 1;
      const now =
        this.#index === null ? last + (event.key === 'ArrowLeft' ? 1 : 0) : shown.indexOf(this.#index);
      const to = shown[Math.min(last, Math.max(0, now + step))] ?? 0;
      this.#point(to);
      this.#chart.setActiveElements(
        this.#chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index: to })),
      );
      this.#chart.draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const toneColour = (colours: Colours, tone: Tone): string =>
  tone === 'second' ? colours.second : colours.production;

/** The vertical line at the report that is pointed at. */
const cross = (colours: Colours): Plugin<'line'> => ({
  id: 'cross',
  afterDatasetsDraw: (chart) => {
    const at = chart.getActiveElements()[0]?.element.x;
    if (at === undefined) return;
    chart.ctx.fillStyle = colours.ink;
    chart.ctx.fillRect(at, chart.chartArea.top, 1, chart.chartArea.height);
  },
});
