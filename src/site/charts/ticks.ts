import { utcTicks } from 'd3-time';
import { formatClock, formatCount, formatPlain, formatShortDay, formatShortP } from '../../wording/format.ts';
import { DAY_MS } from '../../wording/time.ts';
import { linearTicks, logTicks, niceEnds, niceLogEnds } from './scale.ts';
import type { ChartSpec, NumberFormat } from './spec.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Ends and ticks of both axes, of the drawing. */
export interface Frame {
  readonly x: { readonly domain: readonly [number, number]; readonly ticks: readonly Tick[] };
  readonly y: { readonly domain: readonly [number, number]; readonly ticks: readonly Tick[] };
}

export function formatTick(value: number, format: NumberFormat): string {
  if (format === 'percent') return `${formatPlain(value * 100)}\u00a0%`;
  if (format === 'count') return formatCount(value);
  if (format === 'p') return formatShortP(value);
  return formatPlain(value);
}

/** Computes ends and ticks of both axes. A chart without values gets axes from 0 to 1. */
export function chartFrame(spec: ChartSpec, part?: readonly [number, number]): Frame {
  return { x: xFrame(spec, part), y: yFrame(spec) };
}

function xFrame(spec: ChartSpec, part?: readonly [number, number]): Frame['x'] {
  const { values, scale, step, binned, format } = spec.x;
  const last = values.at(-1) ?? 1;
  const end = scale === 'time' && step !== undefined && !binned ? last + step : last;
  const domain =
    part ??
    spread([Math.min(values[0] ?? 0, spec.x.min ?? Infinity), Math.max(end, spec.x.max ?? -Infinity)], scale);
  if (scale === 'time') return { domain, ticks: timeTicks(domain) };
  const ticks = scale === 'log' ? logTicks : linearTicks;
  return { domain, ticks: tickValues(isDivisible(domain) ? ticks(domain, 6) : domain, scale, format) };
}

function yFrame(spec: ChartSpec): Frame['y'] {
  const { scale, format } = spec.y;
  const seen = [
    ...stackedValues(spec),
    ...spec.lines.map((line) => line.at),
    ...spec.bands.flatMap((band) => [band.from, band.to]),
    ...spec.segments.flatMap((segment) => [segment.from, segment.to]),
    spec.y.min ?? null,
    spec.y.max ?? null,
  ].filter((value): value is number => value !== null && (scale === 'linear' || value > 0));
  const low = seen.reduce((a, b) => Math.min(a, b), Infinity);
  const high = seen.reduce((a, b) => Math.max(a, b), -Infinity);
  const ends = Number.isFinite(low) ? spread([low, high], scale) : ([scale === 'log' ? 0.1 : 0, 1] as const);
  if (!isDivisible(ends)) return { domain: ends, ticks: tickValues(ends, scale, format) };
  const domain = scale === 'log' ? niceLogEnds(ends) : niceEnds(ends, 5);
  const ticks = scale === 'log' ? logTicks : linearTicks;
  return { domain, ticks: tickValues(ticks(domain, 5), scale, format) };
}

const SMALLEST = 1e-290;
const LARGEST = 1e290;

/**
 * Whether round ticks can be computed: near the limits of doubles powers of ten overflow, for example for
 * one latency of 1e-323. Such an axis has ticks at its ends only.
 */
function isDivisible([low, high]: readonly [number, number]): boolean {
  const span = high - low;
  return span > SMALLEST && span < LARGEST && Math.max(Math.abs(low), Math.abs(high)) < LARGEST;
}

function stackedValues(spec: ChartSpec): (number | null)[] {
  const bars = spec.series.filter((series) => series.shape === 'bar');
  const rest = spec.series.filter((series) => series.shape !== 'bar').flatMap((series) => [...series.values]);
  const zero = spec.series.some((series) => series.shape === 'step' || series.shape === 'bar') ? [0] : [];
  const totals = (bars[0]?.values ?? []).map((_, index) =>
    bars.reduce((sum, series) => sum + (series.values[index] ?? 0), 0),
  );
  return [...totals, ...rest, ...zero];
}

function spread(ends: readonly [number, number], scale: 'linear' | 'log' | 'time'): [number, number] {
  const [low, high] = ends;
  if (high > low) return [low, high];
  if (scale === 'time') return [low - DAY_MS / 2, low + DAY_MS / 2];
  // Widening an extreme value can give infinity or zero, which a logarithmic axis cannot show.
  if (scale === 'log') return [low / 2 || low, Math.min(low * 2, Number.MAX_VALUE)];
  if (Math.abs(low) < SMALLEST) return [0, 1];
  return [low - Math.abs(low) / 2, low + Math.abs(low) / 2].map(finite) as [number, number];
}

const finite = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));

function tickValues(values: readonly number[], scale: string, format: NumberFormat): Tick[] {
  const chosen = scale === 'log' ? fewTicks(values) : values;
  const whole = format === 'count' ? chosen.filter((value) => Number.isInteger(value)) : chosen;
  return whole.map((value) => ({ value, label: formatTick(value, format) }));
}

/** Keeps the ticks at 1, 2 and 5, or only at 1, of each decade, of all nine. */
function fewTicks(values: readonly number[]): number[] {
  const lead = (value: number) => Number(value.toExponential(0)[0]);
  const some = values.filter((value) => [1, 2, 5].includes(lead(value)));
  if (some.length <= 7 && some.length > 1) return some;
  const ones = values.filter((value) => lead(value) === 1);
  return ones.length > 1 ? ones : some;
}

/** Round times between two ends in ms since 1970. */
export function timeTicks(domain: readonly [number, number]): Tick[] {
  const days = (domain[1] - domain[0]) / DAY_MS;
  return utcTicks(new Date(domain[0]), new Date(domain[1]), 5).map((date) => ({
    value: date.getTime(),
    label: timeLabel(date, days),
  }));
}

function timeLabel(date: Date, days: number): string {
  const midnight = date.getUTCHours() === 0 && date.getUTCMinutes() === 0;
  if (!midnight) return formatClock(date.getTime());
  const year = date.getUTCMonth() === 0 && date.getUTCDate() === 1;
  return days > 300 && year ? String(date.getUTCFullYear()) : formatShortDay(date.getTime());
}
