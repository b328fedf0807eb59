import { clause } from '../../wording/clean-text.ts';
import { cellScale } from './data-table.ts';
import type { Axis, ChartSpec, NumberFormat } from './spec.ts';

/**
 * A chart without its values, which the browser reads from the chart's table, so that chart and table cannot differ. What
 * is empty is left out.
 */
export interface ChartPayload {
  readonly title: string;
  readonly x: Omit<ChartSpec['x'], 'values'>;
  readonly y: Axis;
  readonly square?: string;
  readonly series: readonly Omit<ChartSpec['series'][number], 'values'>[];
  readonly overlays: Partial<Pick<ChartSpec, 'bands' | 'lines' | 'spans' | 'marks' | 'segments'>>;
  /** Table cells are values multiplied by these. */
  readonly factors: readonly [x: number, y: number];
}

const OVERLAYS = ['bands', 'lines', 'spans', 'marks', 'segments'] as const;

export function chartPayload(spec: ChartSpec): ChartPayload {
  const { values: _, ...x } = spec.x;
  return {
    title: spec.title,
    x,
    y: spec.y,
    ...(spec.square === undefined ? {} : { square: spec.square }),
    series: spec.series.map(({ label, tone, shape }) => ({ label, tone, shape })),
    overlays: Object.fromEntries(
      OVERLAYS.flatMap((name) => (spec[name].length === 0 ? [] : [[name, spec[name]]])),
    ),
    factors: [x.scale === 'time' ? 1 : cellScale(x.format), cellScale(spec.y.format)],
  };
}

/** What the y axis measures and its unit, behind the title of a chart: "share of rows, %". */
export function unitWords({ title, y: { label, format } }: Pick<ChartSpec, 'title' | 'y'>): string {
  const isSaid = title.toLowerCase().startsWith(label.toLowerCase());
  return [...(isSaid ? [] : [clause(label)]), UNIT[format] ?? (isSaid ? COUNTED[format] : undefined)]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** Units of what is no share and no time, where the title says what it is. */
const COUNTED: Readonly<Partial<Record<NumberFormat, string>>> = { count: 'number' };

const UNIT: Readonly<Partial<Record<NumberFormat, string>>> = { percent: '%', ms: 'ms' };

/** Unit behind a value: "12.3 %". */
export const unitSuffix = (format: NumberFormat): string =>
  UNIT[format] === undefined ? '' : `\u00a0${UNIT[format]}`;

/** JSON without `<`, so that input in it cannot close the script element. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
