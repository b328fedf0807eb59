import { MISSING } from '../../wording/format.ts';
import type { ChartSpec, NumberFormat } from './spec.ts';

/**
 * The numbers of a chart as a table. The browser reads its values from the cells, and the CSV file has the same columns, so
 * that all three are equal.
 */
export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly {
    readonly x: readonly string[];
    readonly time: string | null;
    readonly cells: readonly string[];
  }[];
}

/** Shares are shown in percent; the column head names the unit. */
export const cellScale = (format: NumberFormat): number => (format === 'percent' ? 100 : 1);

const unit = (format: NumberFormat): string => {
  if (format === 'percent') return ' (%)';
  return format === 'ms' ? ' (ms)' : '';
};

/** Six significant digits: enough for measured values, without binary rounding noise. */
const cell = (value: number | null, format: NumberFormat): string =>
  value === null ? MISSING : String(Number((value * cellScale(format)).toPrecision(6)));

export function dataTable(spec: ChartSpec): DataTable {
  const { x, y } = spec;
  const label = `${x.label}${x.scale === 'time' ? ' (UTC)' : unit(x.format)}`;
  const head = x.binned ? [`${label} from`, 'to'] : [label];
  const count = x.binned ? x.values.length - 1 : x.values.length;
  const position = (value: number | undefined): string =>
    x.scale === 'time' ? isoMinute(value ?? 0) : cell(value ?? 0, x.format);
  return {
    head: [...head, ...spec.series.map((series) => `${series.label}${unit(y.format)}`)],
    rows: Array.from({ length: Math.max(0, count) }, (_, i) => ({
      x: x.binned ? [position(x.values[i]), position(x.values[i + 1])] : [position(x.values[i])],
      time: x.scale === 'time' ? isoMinute(x.values[i] ?? 0) : null,
      cells: spec.series.map((series) => cell(series.values[i] ?? null, y.format)),
    })),
  };
}

/** `2026-02-20T12:00Z`, which is also a valid `datetime`. */
const isoMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
