import type { EpisodeResult, EpisodeRule, EpisodeSpan } from '../store.ts';
import { RankedWindow, SortedWindow } from './percentile-windows.ts';

/** Fewest events in a window on which a share or a percentile may breach. */
export const MIN_EVENTS_FOR_BREACH = 5;

/**
 * Slides a rule's window over events in time order and collects the episodes in which it breaches.
 *
 * The window that ends at an event holds every event of the last `windowMs`, or the last `minimumEvents`, whichever
 * reaches further back, but nothing older than `maximumMs`. Events before `from` are context: they fill the first
 * windows and are not judged themselves. A share or a percentile breaches only with at least
 * min(minimumEvents, 5) events in the window, so that one slow or failed call in a quiet hour raises nothing.
 * A run of consecutive breaching events is an episode; runs less than `windowMs` apart are one, and silence of
 * `maximumMs` or more ends it.
 *
 * @param times epoch milliseconds, ascending.
 * @param values 1 or 0 (failed or not) for the two counting rules, milliseconds for `inference-p95`.
 */
export function sweepEpisodes(
  rule: EpisodeRule,
  times: Float64Array,
  values: Float64Array,
  from: number,
): EpisodeResult {
  const window = openWindow(rule, times, values);
  const fewest = rule.kind === 'health-failures' ? 1 : Math.min(rule.minimumEvents, MIN_EVENTS_FOR_BREACH);
  const episodes: Episode[] = [];
  // Of a million windows only the newest is returned, so no object is made for the others.
  let [time, value, size, breach] = [0, 0, 0, false];
  let events = 0;
  let start = 0;
  for (let end = 0; end < times.length; end++) {
    time = times[end] ?? 0;
    window.add(end);
    while (start < end && isOutside(rule, time, times[start] ?? 0, end - start + 1)) window.remove(start++);
    if (time <= from) continue;
    events++;
    size = end - start + 1;
    value = window.value(size);
    const wasBreach = breach;
    breach = size >= fewest && exceeds(rule, value);
    if (breach) extend(episodes, time, value, wasBreach ? rule.maximumMs : rule.windowMs);
  }
  return { events, newest: events === 0 ? null : { time, value, events: size, breach }, episodes };
}

type Episode = { -readonly [Key in keyof EpisodeSpan]: EpisodeSpan[Key] };

function isOutside(rule: EpisodeRule, now: number, time: number, size: number): boolean {
  const age = now - time;
  if (age >= rule.maximumMs) return true;
  return age >= rule.windowMs && size > rule.minimumEvents;
}

const exceeds = (rule: EpisodeRule, value: number): boolean =>
  rule.kind === 'health-failures' ? value >= rule.threshold : value > rule.threshold;

function extend(episodes: Episode[], time: number, value: number, silenceMs: number): void {
  const last = episodes.at(-1);
  if (last === undefined || time - last.end >= silenceMs) {
    episodes.push({ start: time, end: time, peak: value, count: 1 });
    return;
  }
  last.end = time;
  last.peak = Math.max(last.peak, value);
  last.count++;
}

/** A windowed value: events enter and leave by their index. */
interface SlidingValue {
  add(index: number): void;
  remove(index: number): void;
  /** The windowed value over the `size` values within. */
  value(size: number): number;
}

function openWindow(rule: EpisodeRule, times: Float64Array, values: Float64Array): SlidingValue {
  if (rule.kind !== 'inference-p95') return new SumWindow(values, rule.kind === 'error-share');
  // Shifting a short array costs less than updating a tree; a burst of a million events needs the tree.
  const longest = longestWindow(rule, times);
  return longest <= MAX_SHIFTED_EVENTS ? new SortedWindow(values, longest) : new RankedWindow(values);
}

const MAX_SHIFTED_EVENTS = 4096;

function longestWindow(rule: EpisodeRule, times: Float64Array): number {
  let longest = 0;
  let start = 0;
  for (let end = 0; end < times.length; end++) {
    while (start < end && isOutside(rule, times[end] ?? 0, times[start] ?? 0, end - start + 1)) start++;
    longest = Math.max(longest, end - start + 1);
  }
  // A value enters before old ones leave.
  return longest + 1;
}

/** Running sum of flags, or their share. */
class SumWindow implements SlidingValue {
  readonly #values: Float64Array;
  readonly #share: boolean;
  #sum = 0;

  constructor(values: Float64Array, share: boolean) {
    this.#values = values;
    this.#share = share;
  }

  add(index: number): void {
    this.#sum += this.#values[index] ?? 0;
  }

  remove(index: number): void {
    this.#sum -= this.#values[index] ?? 0;
  }

  value(size: number): number {
    return this.#share ? this.#sum / size : this.#sum;
  }
}
