import type { z } from 'zod';
import type { Figure } from '../report/schema/common.ts';
import { formatInterval, formatPercent, plural } from '../wording/format.ts';
import type { FigureDefinition, Trend, TrendChart } from './definition.ts';
import { UNITS } from './units.ts';

type Required = 'id' | 'label' | 'unit' | 'definition' | 'section' | 'csv' | 'read';

/** The fields that a figure must give; the others have defaults derived from its unit and range. */
export type FigureSpec<Id extends string, Schema extends z.ZodType | null> = Pick<
  FigureDefinition<Id, Schema>,
  Required
> &
  Partial<Omit<FigureDefinition<Id, Schema>, Required | 'policy' | 'trend' | 'metric'>> & {
    /** Null for figures without a configurable range. */
    readonly policy: Schema;
    readonly metric: {
      readonly name: string;
      readonly help: string;
      readonly labels?: Readonly<Record<string, string>>;
    };
    /** Null: not on the trends page. Default: a chart of its own with the healthy range as overlay. */
    readonly trend?: (Partial<Omit<Trend, 'chart'>> & { readonly chart?: Partial<TrendChart> }) | null;
    /** Name of one of the rows that the value is computed from, in the singular. */
    readonly rows?: string;
  };

/** Fills in the defaults of a definition. */
export function defineFigure<const Id extends string, Schema extends z.ZodType | null>(
  spec: FigureSpec<Id, Schema>,
): FigureDefinition<Id, Schema> {
  const { trend, metric, rows, ...given } = spec;
  const words = UNITS[spec.unit];
  const definition: FigureDefinition<Id, Schema> = {
    anchor: spec.id,
    subject: spec.label,
    source: null,
    policyKeys: [],
    overview: false,
    card: true,
    listed: true,
    archived: false,
    weight: 'red',
    coveredByAlert: null,
    format: (value) => words.format(value),
    value: ({ value, range }) =>
      spec.unit === 'share' && range !== null
        ? formatPercent(value, [range.min, range.max])
        : words.format(value),
    range: ({ range }) =>
      range === null ? null : `healthy ${words.limit(range.min)} to ${words.limit(range.max)}`,
    shortRange: (figure, report) => definition.range(figure, report),
    basis: (figure) => basisWords(figure, rows ?? words.rows, words.format),
    ended: () => null,
    limits: ({ range }) => ({ min: range?.min ?? null, max: range?.max ?? null }),
    reason: ({ value, range }) => {
      const outside =
        range === null ? '' : `, outside ${words.sentence(range.min)} to ${words.sentence(range.max)}`;
      const limits = range === null ? [] : [range.min, range.max];
      return `${spec.label} ${words.sentence(value ?? 0, limits)}${outside}.`;
    },
    ...given,
    metric: { labels: {}, ...metric },
    trend: trend === null ? null : completeTrend(trend ?? {}),
  };
  return definition;

  function completeTrend({ chart, ...own }: NonNullable<typeof trend>): Trend {
    return {
      series: spec.label,
      tone: 'production',
      overlays: (figure, report) => {
        const { range } = figure;
        const label = definition.range(figure, report);
        return range === null || label === null ? {} : { bands: [{ from: range.min, to: range.max, label }] };
      },
      ...own,
      chart: { id: spec.id, title: spec.label, scale: words.scale, min: words.min, ...chart },
    };
  }
}

function basisWords(figure: Figure, rows: string, format: (value: number) => string): string | null {
  if (figure.value === null) return null;
  const interval = formatInterval(figure.interval, format);
  return interval === null ? plural(figure.n, rows) : `${plural(figure.n, rows)}; 95 % interval ${interval}`;
}
