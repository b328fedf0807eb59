import { cellScale } from './data-table.ts';
import type { ChartSpec, NumberFormat } from './spec.ts';
import { chartFrame } from './ticks.ts';

/** Data of a canvas in addition to the chart's table: ends of both axes, and how each series is drawn. */
export interface ChartPayload {
  readonly frame: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  readonly x: {
    readonly label: string;
    readonly scale: string;
    readonly binned: boolean;
    readonly step: number;
    /** Table cells are values multiplied by this. */
    readonly factor: number;
  };
  readonly y: { readonly scale: string; readonly unit: string; readonly factor: number };
  readonly series: readonly { readonly label: string; readonly tone: string; readonly shape: string }[];
}

const unit = (format: NumberFormat): string => {
  if (format === 'percent') return '\u00a0%';
  return format === 'ms' ? '\u00a0ms' : '';
};

export function chartPayload(spec: ChartSpec): ChartPayload {
  const { x, y } = spec;
  const frame = chartFrame(spec);
  return {
    frame: { x: frame.x.domain, y: frame.y.domain },
    x: {
      label: x.label,
      scale: x.scale,
      binned: x.binned,
      step: x.step ?? 0,
      factor: x.scale === 'time' ? 1 : cellScale(x.format),
    },
    y: { scale: y.scale, unit: unit(y.format), factor: cellScale(y.format) },
    series: spec.series.map(({ label, tone, shape }) => ({ label, tone, shape })),
  };
}

/** JSON without `<`, so that input in it cannot close the script element. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
