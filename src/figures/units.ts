import {
  formatCount,
  formatMs,
  formatNumber,
  formatP,
  formatPercent,
  formatPlain,
} from '../wording/format.ts';
import { percent, pValue, significant } from '../wording/sentence-numbers.ts';

export type FigureUnit = 'share' | 'ms' | 'score' | 'count' | 'p';

interface UnitWords {
  /** Text of a measured value. */
  readonly format: (value: number | null) => string;
  /** Text of a configured limit. */
  readonly limit: (value: number) => string;
  /** Text of a value within a sentence of the verdict. */
  readonly sentence: (value: number, limits?: readonly number[]) => string;
  /** Scale of the axis in charts over time. */
  readonly scale: 'linear' | 'log';
  readonly min: number | null;
  /** Name of one of the rows counted in `n`, in the singular. */
  readonly rows: string;
}

export const UNITS: Readonly<Record<FigureUnit, UnitWords>> = {
  share: {
    format: (value) => formatPercent(value),
    limit: (value) => formatPercent(value),
    sentence: (value, limits) => percent(value, limits),
    scale: 'linear',
    min: 0,
    rows: 'prediction',
  },
  ms: {
    format: formatMs,
    limit: formatMs,
    sentence: (value) => `${significant(value)} ms`,
    scale: 'log',
    min: null,
    rows: 'prediction',
  },
  score: {
    format: (value) => formatNumber(value),
    limit: formatPlain,
    sentence: (value) => significant(value),
    scale: 'linear',
    min: 0,
    rows: 'prediction',
  },
  count: {
    format: formatCount,
    limit: formatPlain,
    sentence: (value) => significant(value),
    scale: 'linear',
    min: 0,
    rows: 'row',
  },
  p: {
    format: formatP,
    limit: formatPlain,
    sentence: (value) => pValue(value),
    scale: 'log',
    min: null,
    rows: 'row',
  },
};
