import { describe, expect, test } from 'vitest';
import { contrast, nearestPassing, toOklch } from './colour.ts';

test.each([
  // Known limits of WCAG: the lightest greys on white with 4.5:1 and 3:1, and their neighbours.
  ['#767676', '#ffffff', 4.54],
  ['#777777', '#ffffff', 4.48],
  ['#949494', '#ffffff', 3.03],
  ['#000000', '#ffffff', 21],
  ['#ff0000', '#ffffff', 4.0],
  ['#0000ff', '#ffffff', 8.59],
])('%s and %s have a contrast of %f, either way round', (one, other, expected) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 2);
  expect(contrast(other, one)).toBe(contrast(one, other));
});

test.each([
  // CSS Color 4, sample code and tests of the working group.
  ['#ff0000', 0.62796, 0.25768, 29.234],
  ['#00ff00', 0.86644, 0.29483, 142.495],
  ['#0000ff', 0.45201, 0.31321, 264.052],
])('%s in OKLCH', (hex, lightness, chroma, hue) => {
  const colour = toOklch(hex);
  expect(colour.lightness).toBeCloseTo(lightness, 3);
  expect(colour.chroma).toBeCloseTo(chroma, 3);
  expect(colour.hue).toBeCloseTo(hue, 1);
});

describe('the nearest colour that passes', () => {
  const onWhite = (hex: string): boolean => contrast(hex, '#ffffff') >= 4.5;
  const onBlack = (hex: string): boolean => contrast(hex, '#000000') >= 4.5;

  test('is the colour itself where that passes', () => {
    expect(nearestPassing('#0b6e4f', onWhite, 0)).toBe('#0b6e4f');
  });

  test('of a grey is the grey next to the limit', () => {
    expect(nearestPassing('#aaaaaa', onWhite, 0)).toBe('#767676');
    expect(nearestPassing('#000000', onBlack, 1)).toBe('#757575');
  });

  test.each(['#ffcc00', '#00e5ff', '#ff6699', '#c8ff00', '#ffffff'])(
    'of %s passes, just, and keeps the hue',
    (hex) => {
      const found = nearestPassing(hex, onWhite, 0);
      expect(contrast(found, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(found, '#ffffff')).toBeLessThan(4.65);
      const [before, after] = [toOklch(hex), toOklch(found)];
      if (before.chroma > 0.04) {
        const apart = Math.abs(before.hue - after.hue);
        expect(Math.min(apart, 360 - apart)).toBeLessThan(3);
      }
    },
  );
});
