import type { ChartPayload } from '../charts/payload.ts';
import { type ChartSpec, NO_OVERLAYS } from '../charts/spec.ts';

/** A chart of the page, its values read back from its table. */
export interface ChartData {
  readonly spec: ChartSpec;
  /** Where each row of the table lies on the x axis, and what it is called. */
  readonly points: readonly { readonly at: number; readonly title: string }[];
  /** Factor from values to the numbers of the table. */
  readonly factor: number;
}

const parse = (text: string | undefined): number | null => {
  const value = Number(text);
  return text === undefined || text === '–' || Number.isNaN(value) ? null : value;
};

/** Null where the figure has no table. */
export function readChart(figure: HTMLElement): ChartData | null {
  const json = figure.querySelector('script[type="application/json"]')?.textContent;
  const rows = [...figure.querySelectorAll<HTMLTableRowElement>('.data tbody tr')];
  if (json == null || rows.length === 0) return null;
  const { title, x, y, square, series, overlays, factors } = JSON.parse(json) as ChartPayload;
  const columns = x.binned ? 2 : 1;
  const cells = rows.map((row) => [...row.cells].map((cell) => cell.textContent ?? ''));
  const position = (text = ''): number => (x.scale === 'time' ? Date.parse(text) : Number(text) / factors[0]);
  const starts = cells.map((row) => position(row[0]));
  const end = position(cells.at(-1)?.[columns - 1]);
  const isBar = series.some(({ shape }) => shape === 'bar');
  const middle = (i: number): number => {
    const start = starts[i] ?? 0;
    if (x.binned) return x.scale === 'log' ? Math.sqrt(start * after(i)) : (start + after(i)) / 2;
    return isBar ? start + (x.step ?? 0) / 2 : start;
  };
  const after = (i: number): number => starts[i + 1] ?? end;
  const name = (row: readonly string[]): string => {
    const text = x.binned ? `${row[0]} to ${row[1]}` : (row[0] ?? '');
    return x.scale === 'time' ? text.replace('T', ' ').replace('Z', ' UTC') : `${x.label} ${text}`;
  };
  return {
    spec: {
      id: figure.id,
      title,
      caption: '',
      x: { ...x, values: x.binned ? [...starts, end] : starts },
      y,
      ...(square === undefined ? {} : { square }),
      series: series.map((one, i) => ({
        ...one,
        values: cells.map((row) => {
          const value = parse(row[columns + i]);
          return value === null ? null : value / factors[1];
        }),
      })),
      ...NO_OVERLAYS,
      ...overlays,
    },
    points: cells.map((row, i) => ({ at: middle(i), title: name(row) })),
    factor: factors[1],
  };
}
