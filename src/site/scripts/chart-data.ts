import type { ChartPayload } from '../charts/payload.ts';

/** Data of a chart on the page: its payload, and the numbers of its table. */
export interface ChartData {
  readonly payload: ChartPayload;
  /** Text of the x cells, for the tooltip. */
  readonly titles: readonly string[];
  readonly xs: readonly number[];
  /** Last edge of the last bin. */
  readonly end: number;
  /** Values by series, as in the table; null is a gap. */
  readonly values: readonly (readonly (number | null)[])[];
}

const parse = (text: string): number | null => {
  const value = Number(text);
  return text === '–' || Number.isNaN(value) ? null : value;
};

/** Reads the values from the chart's table, so that chart and table cannot differ. */
export function readChart(figure: HTMLElement): ChartData | null {
  const json = figure.querySelector('script[type="application/json"]')?.textContent;
  const rows = [...figure.querySelectorAll<HTMLTableRowElement>('.data tbody tr')];
  if (json == null || rows.length === 0) return null;
  const payload = JSON.parse(json) as ChartPayload;
  const columns = payload.x.binned ? 2 : 1;
  const cells = rows.map((row) => [...row.cells].map((cell) => cell.textContent ?? ''));
  const position = (text: string): number =>
    payload.x.scale === 'time' ? Date.parse(text) : Number(text) / payload.x.factor;
  return {
    payload,
    titles: cells.map((row) => (payload.x.binned ? `${row[0]} to ${row[1]}` : (row[0] ?? ''))),
    xs: cells.map((row) => position(row[0] ?? '')),
    end: position(cells.at(-1)?.[columns - 1] ?? ''),
    values: payload.series.map((_, index) =>
      cells.map((row) => {
        const value = parse(row[columns + index] ?? '');
        return value === null ? null : value / payload.y.factor;
      }),
    ),
  };
}
