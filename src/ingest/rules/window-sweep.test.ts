import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import type { EpisodeRule } from '../store.ts';
import { RankedWindow, SortedWindow } from './percentile-windows.ts';
import { sweepEpisodes } from './window-sweep.ts';

const MINUTE = 60_000;
const rule = (change: Partial<EpisodeRule> = {}): EpisodeRule => ({
  kind: 'error-share',
  threshold: 0.05,
  windowMs: 10 * MINUTE,
  minimumEvents: 20,
  maximumMs: 1440 * MINUTE,
  ...change,
});

const sweep = (change: Partial<EpisodeRule>, events: readonly (readonly [minute: number, value: number])[]) =>
  sweepEpisodes(
    rule(change),
    Float64Array.from(events, ([minute]) => minute * MINUTE),
    Float64Array.from(events, ([, value]) => value),
    -1,
  );

describe('sweepEpisodes', () => {
  it('does not alarm on one failed call in a quiet hour', () => {
    // 5 % of the last twenty is not more than 5 %; with fewer than five events nothing is said.
    const events = Array.from({ length: 40 }, (_, i) => [i * 30, i === 25 ? 1 : 0] as const);
    expect(sweep({}, events).episodes).toEqual([]);
    expect(
      sweep({}, [
        [0, 1],
        [30, 1],
        [60, 1],
        [90, 1],
      ]).episodes,
    ).toEqual([]);
    expect(
      sweep({}, [
        [0, 1],
        [30, 1],
        [60, 1],
        [90, 1],
        [120, 1],
      ]).episodes,
    ).toMatchObject([{ count: 1, peak: 1 }]);
  });

  it('reaches back to the last twenty, but never past the longest window', () => {
    const slow = Array.from({ length: 30 }, (_, i) => [i * 8, 70] as const);
    const found = sweep({ kind: 'inference-p95', threshold: 50, windowMs: 5 * MINUTE }, slow);
    expect(found.newest).toEqual({ time: 29 * 8 * MINUTE, value: 70, events: 20, breach: true });
    const rare = Array.from({ length: 30 }, (_, i) => [i * 700, 70] as const);
    expect(sweep({ kind: 'inference-p95', threshold: 50 }, rare).newest).toMatchObject({
      events: 3,
      breach: false,
    });
  });

  it('counts three failures of /health in five minutes, the third included', () => {
    const health = { kind: 'health-failures', threshold: 3, windowMs: 5 * MINUTE, minimumEvents: 1 } as const;
    expect(
      sweep(health, [
        [0, 1],
        [2, 1],
        [4.9, 1],
      ]).episodes,
    ).toEqual([{ start: 4.9 * MINUTE, end: 4.9 * MINUTE, peak: 3, count: 1 }]);
    expect(
      sweep(health, [
        [0, 1],
        [2, 1],
        [5, 1],
      ]).episodes,
    ).toEqual([]);
  });

  it('joins runs that are less than a window apart and parts others', () => {
    const health = { kind: 'health-failures', threshold: 1, windowMs: 5 * MINUTE, minimumEvents: 1 } as const;
    const events = [
      [0, 1],
      [6, 0],
      [7, 1],
      [20, 0],
      [40, 1],
    ] as const;
    expect(
      sweep({ ...health, windowMs: 8 * MINUTE }, events).episodes.map(({ start, end, count }) => [
        start / MINUTE,
        end / MINUTE,
        count,
      ]),
    ).toEqual([
      [0, 7, 3],
      [40, 40, 1],
    ]);
  });
});

describe('percentile windows', () => {
  it.each([1, 3, 20, 500])('agree with sorting anew, window of %i', (length) => {
    const random = seededRandom(length);
    const values = Float64Array.from({ length: 1500 }, () => Math.round(random.uniform() * 300) / 10);
    const ranked = new RankedWindow(values);
    const sorted = new SortedWindow(values, length + 1);
    for (let end = 0; end < values.length; end++) {
      ranked.add(end);
      sorted.add(end);
      if (end >= length) {
        ranked.remove(end - length);
        sorted.remove(end - length);
      }
      const own = [...values.slice(Math.max(0, end - length + 1), end + 1)].sort((a, b) => a - b);
      const at = 0.95 * (own.length - 1);
      const low = own[Math.floor(at)] ?? Number.NaN;
      const expected = low + (at % 1) * ((own[Math.floor(at) + 1] ?? low) - low);
      expect(ranked.value(own.length)).toBeCloseTo(expected, 9);
      expect(sorted.value(own.length)).toBe(ranked.value(own.length));
    }
  });
});
