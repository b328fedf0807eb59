import {
  formatCount,
  formatMs,
  formatNumber,
  formatP,
  formatPercent,
  formatPlain,
  formatPlainPercent,
} from '../wording/format.ts';

export type FigureUnit = 'share' | 'ms' | 'score' | 'count' | 'p';

interface UnitWords {
  /** A measured value. */
  readonly format: (value: number | null) => string;
  /** A limit that somebody chose. */
  readonly limit: (value: number) => string;
  /** How a chart over time is scaled. */
  readonly scale: 'linear' | 'log';
  readonly min: number | null;
  /** What one of `n` is called. */
  readonly rows: string;
}

export const UNITS: Readonly<Record<FigureUnit, UnitWords>> = {
  share: {
    format: (value) => formatPercent(value),
    limit: formatPlainPercent,
    scale: 'linear',
    min: 0,
    rows: 'prediction',
  },
  ms: {
    format: formatMs,
    limit: formatMs,
    scale: 'log',
    min: null,
    rows: 'prediction',
  },
  score: {
    format: (value) => formatNumber(value),
    limit: formatPlain,
    scale: 'linear',
    min: 0,
    rows: 'prediction',
  },
  count: {
    format: formatCount,
    limit: formatPlain,
    scale: 'linear',
    min: 0,
    rows: 'row',
  },
  p: {
    format: formatP,
    limit: formatPlain,
    scale: 'log',
    min: null,
    rows: 'row',
  },
};
