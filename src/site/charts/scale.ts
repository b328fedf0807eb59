import { tickIncrement, ticks } from 'd3-array';

type Ends = readonly [number, number];

/** Where a value of the domain lies in the range. A domain of one value lies in the middle. */
export function linearScale([low, high]: Ends, [from, to]: Ends): (value: number) => number {
  const span = high - low;
  return (value) => {
    const part = span === 0 ? 0.5 : (value - low) / span;
    return from * (1 - part) + to * part;
  };
}

/** The same on a logarithmic axis; ends and values are above zero. */
export function logScale([low, high]: Ends, range: Ends): (value: number) => number {
  const place = linearScale([Math.log(low), Math.log(high)], range);
  return (value) => place(Math.log(value));
}

/** The scale of an axis; times are linear. */
export const scaleOf = (kind: 'linear' | 'log' | 'time') => (kind === 'log' ? logScale : linearScale);

/** Ends widened to whole steps of ticks, until the widening no longer changes the step. */
export function niceEnds([low, high]: Ends, count: number): Ends {
  let [from, to, before] = [low, high, Number.NaN];
  for (let round = 0; round < 10; round++) {
    const step = tickIncrement(from, to, count);
    if (step === before) return [from, to];
    if (step === 0 || Number.isNaN(step)) break;
    // A negative step is the inverse of one below 1, which is exact.
    const [down, up] = [Math.floor, Math.ceil];
    [from, to] =
      step > 0
        ? [down(from / step) * step, up(to / step) * step]
        : [up(from * step) / step, down(to * step) / step];
    before = step;
  }
  return [low, high];
}

/** Ends widened to whole powers of ten. */
export const niceLogEnds = ([low, high]: Ends): Ends => [
  power(Math.floor(Math.log10(low))),
  power(Math.ceil(Math.log10(high))),
];

export const linearTicks = ([low, high]: Ends, count: number): number[] => ticks(low, high, count);

/** One to nine times each power of ten between the ends; powers alone over many decades, round numbers within a part of one. */
export function logTicks([low, high]: Ends, count: number): number[] {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from >= count) return ticks(from, to, Math.min(to - from, count)).map(power);
  const found: number[] = [];
  for (let exponent = Math.floor(from); exponent <= Math.ceil(to); exponent++) {
    for (let digit = 1; digit < 10; digit++) {
      const value = exponent < 0 ? digit / power(-exponent) : digit * power(exponent);
      if (value >= low && value <= high) found.push(value);
    }
  }
  return found.length * 2 < count ? ticks(low, high, count) : found;
}

/** Exact, unlike `10 ** exponent`; a tick between two powers is no whole exponent. */
const power = (exponent: number): number => (Number.isFinite(exponent) ? Number(`1e${exponent}`) : 0);
