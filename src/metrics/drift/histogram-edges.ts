import type { NumericTable } from '../../stats/tables/joint-table.ts';
import { tableTotals } from '../../stats/tables/joint-table.ts';
import { weightedQuantiles } from './weighted-values.ts';

const MAX_BINS = 24;
const MIN_BINS = 6;

/**
 * Shared, round edges for a histogram of both sides: Freedman–Diaconis on the reference (or production where there is
 * none), about 6 to 24 bins, steps of 1, 2, 2.5 or 5 times a power of ten. Whole numbers get bins of whole width.
 * With far outliers one bin would hold almost every value, so the axis then ends near the outer quantiles and the
 * first and last bin count the rest.
 *
 * Source: D. Freedman and P. Diaconis (1981).
 */
export function histogramEdges(table: NumericTable): number[] {
  const { values } = table;
  const first = values[0];
  const last = values[values.length - 1];
  if (first === undefined || last === undefined) return [];
  if (first === last) return constantEdges(first);
  if (!Number.isFinite(last - first)) return equalEdges(first, last);
  const { nReference } = tableTotals(table);
  const side = nReference > 0 ? table.reference : table.production;
  const both = table.reference.map((count, i) => count + (table.production[i] ?? 0));
  const [p25 = first, p75 = last] = weightedQuantiles(values, side, [0.25, 0.75]);
  const [low, high] = axisEnds(first, last, weightedQuantiles(values, both, [0.005, 0.25, 0.75, 0.995]));
  const range = high - low;
  const n = side.reduce((sum, count) => sum + count, 0);
  const ideal = (2 * (p75 - p25)) / Math.cbrt(Math.max(1, n));
  // A round step is 1/1.7 to 1.5 times the requested width, so these bounds give 4 to 28 bins.
  const width = Math.min(Math.max(ideal, range / 16), range / MIN_BINS) / 1.7;
  const whole = values.every((value) => Number.isInteger(value));
  const step = whole ? Math.max(1, niceStep(width, true)) : niceStep(width, false);
  return stepEdges(low, high, step);
}

/**
 * The whole range, or the outer quantiles where the range is more than ten times the span of the central 99 % of
 * values.
 */
function axisEnds(first: number, last: number, quantiles: readonly number[]): [number, number] {
  const [p005 = first, p25 = first, p75 = last, p995 = last] = quantiles;
  const core = p995 - p005 || p75 - p25;
  if (core <= 0 || last - first <= 10 * core) return [first, last];
  return [Math.max(first, p005), Math.min(last, p995)];
}

function stepEdges(low: number, high: number, step: number): number[] {
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(from + 1, Math.floor(high / step + 1e-9) + 1);
  const representable =
    Number.isSafeInteger(from) && Number.isFinite(from * step) && Number.isFinite(to * step);
  if (!representable || to - from > 4 * MAX_BINS) {
    return equalEdges(low, high);
  }
  // 3 × 0.05 is 0.15000000000000002, so edges are rounded to the decimals of the step (one more for 2.5).
  const decimals = Math.min(100, Math.max(0, 1 - Math.floor(Math.log10(step))));
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toFixed(decimals)));
}

/** Equal widths where no round step exists: values near the precision or range limits of a double. */
function equalEdges(low: number, high: number): number[] {
  const edges = Array.from({ length: MAX_BINS + 1 }, (_, i) => {
    const share = i / MAX_BINS;
    return low * (1 - share) + high * share;
  });
  return [...new Set(edges)];
}

/** The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below `width`. */
function niceStep(width: number, whole: boolean): number {
  if (!(width > 0) || !Number.isFinite(width)) return Math.max(Number.MIN_VALUE, width || 1);
  const power = 10 ** Math.floor(Math.log10(width));
  const steps = whole && power < 10 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const step = steps.find((candidate) => candidate * power >= width * (1 - 1e-9)) ?? 10;
  return step * power;
}

/**
 * One bin around the only value. For a large number (an id, a telephone number) the edges must not reveal the value.
 */
function constantEdges(value: number): number[] {
  const half = Math.max(Math.abs(value) * 0.01, 0.5);
  if (Math.abs(value) < 1e6) return [value - half, value + half];
  const edges = [value - 10 * half, value + 10 * half].map((edge) => Number(edge.toPrecision(2)));
  return edges.map((edge) => Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, edge)));
}
