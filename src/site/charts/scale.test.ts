import { describe, expect, test } from 'vitest';
import { linearScale, linearTicks, logScale, logTicks, niceEnds, niceLogEnds } from './scale.ts';

describe('a place on an axis', () => {
  test.each([
    [0, 0],
    [25, 250],
    [100, 1000],
    [-10, -100],
  ])('%d of 0 to 100 lies at %d of 1000', (value, place) => {
    expect(linearScale([0, 100], [0, 1000])(value)).toBeCloseTo(place, 9);
  });

  test('the range may run downwards, and a domain of one value lies in its middle', () => {
    expect(linearScale([0, 4], [400, 0])(1)).toBe(300);
    expect(linearScale([7, 7], [0, 1000])(7)).toBe(500);
  });

  test('each power of ten takes the same room on a logarithmic axis', () => {
    const place = logScale([1, 1000], [0, 300]);
    expect([1, 10, 100, 1000].map((value) => Math.round(place(value)))).toEqual([0, 100, 200, 300]);
  });
});

describe('round ends', () => {
  test.each([
    [0.13, 0.87, 0, 1],
    [3, 97, 0, 100],
    [-4.2, 12, -5, 15],
    [0.991, 0.9987, 0.99, 1],
  ])('%d to %d becomes %d to %d', (low, high, from, to) => {
    expect(niceEnds([low, high], 5)).toEqual([from, to]);
  });

  test('of a logarithmic axis are powers of ten', () => {
    expect(niceLogEnds([0.034, 7])).toEqual([0.01, 10]);
    expect(niceLogEnds([1, 100])).toEqual([1, 100]);
  });
});

describe('ticks', () => {
  test('are round numbers within the ends', () => {
    expect(linearTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks([3, 97], 5)).toEqual([20, 40, 60, 80]);
  });

  test('of a logarithmic axis are the digits of each power of ten, exactly', () => {
    expect(logTicks([0.5, 20], 5)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20]);
  });

  test('are powers of ten alone over many decades, and round numbers within a part of one', () => {
    expect(logTicks([1e-6, 1e6], 5)).toEqual([1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6]);
    expect(logTicks([4.1, 4.9], 5)).toEqual([4.2, 4.4, 4.6, 4.8]);
  });
});
