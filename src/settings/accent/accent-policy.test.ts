import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../read-policy.ts';
import { ACCENT_USES, accentFaults, accentOf } from './accent-policy.ts';
import { contrast } from './colour.ts';

const TOKENS = readFileSync(fileURLToPath(new URL('../../site/styles/tokens.css', import.meta.url)), 'utf8');

/** A colour of the styles in both themes, as `#rrggbb`. */
function token(name: string): [light: string, dark: string] {
  const [, light = '', dark = ''] =
    new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(TOKENS) ?? [];
  const long = (hex: string): string => (hex.length === 4 ? hex.replace(/(\w)/g, '$1$1') : hex);
  return [long(light), long(dark)];
}

test('the surfaces are those of the styles', () => {
  const [text, graphics] = ACCENT_USES;
  const surfaces = ['paper', 'panel', 'green-wash', 'yellow-wash', 'red-wash', 'unknown-wash'].map(token);
  expect(text?.on.light).toEqual(surfaces.map(([light]) => light));
  expect(text?.on.dark).toEqual(surfaces.map(([, dark]) => dark));
  const behind = ['band', 'span'].map(token);
  expect(graphics?.on.light).toEqual(behind.map(([light]) => light));
  expect(graphics?.on.dark).toEqual(behind.map(([, dark]) => dark));
});

test('without an accent the colours are those of the styles', () => {
  expect(accentOf(parsePolicy({}, 'p').site.accent)).toBeNull();
  expect(accentFaults(null)).toEqual([]);
});

describe('one colour', () => {
  test('that is legible is taken, and its dark form derived', () => {
    const { site } = parsePolicy({ site: { accent: '#0B6E4F' } }, 'p');
    const accent = accentOf(site.accent);
    expect(accent?.light).toBe('#0b6e4f');
    for (const surface of ACCENT_USES[0]?.on.dark ?? []) {
      expect(contrast(accent?.dark ?? '', surface)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(accent?.dark ?? '', '#14171c')).toBeLessThan(7);
  });

  test('that is too light is refused with the ratio, the surface and the nearest that passes, which is taken', () => {
    const refused = accentFaults('#ffcc00')[0] ?? '';
    const [, ratio = '', surface = ''] =
      / contrast of ([\d.]+):1 with (#\w{6}) of the light theme/.exec(refused) ?? [];
    expect(Number(ratio)).toBeCloseTo(contrast('#ffcc00', surface), 1);
    expect(refused).toContain('text need 4.5:1');
    const nearest = /which? has it is (#\w{6})|that has it is (#\w{6})/.exec(refused)?.[2] ?? '';
    expect(accentFaults(nearest)).toEqual([]);
    expect(contrast(nearest, '#ffffff')).toBeLessThan(5.2);
    expect(() => parsePolicy({ site: { accent: '#ffcc00' } }, 'p')).toThrow(
      expect.objectContaining({
        code: 'policy-invalid',
        exitCode: 2,
        message: expect.stringContaining(refused),
      }),
    );
  });
});

test('two colours are each judged in their theme', () => {
  expect(accentFaults({ light: '#0b6e4f', dark: '#5fd3a6' })).toEqual([]);
  const [light, dark] = accentFaults({ light: '#5fd3a6', dark: '#0b6e4f' });
  expect(light).toMatch(/^site\.accent\.light: #5fd3a6 .* of the light theme/);
  expect(dark).toMatch(/^site\.accent\.dark: #0b6e4f .* of the dark theme/);
  const accent = { light: '#0b6e4f', dark: '#5fd3a6' };
  expect(accentOf(accent)).toEqual({ ...accent, displaces: null });
});

test.each([
  'green',
  '#0b6',
  '#0b6e4f80',
  '0b6e4f',
  5,
  ['#0b6e4f'],
  { light: '#0b6e4f' },
  { light: 'red', dark: '#5fd3a6' },
])('%j is no colour, and the message says what one is', (accent) => {
  expect(() => parsePolicy({ site: { accent } }, 'p')).toThrow(/site\.accent.*#0b6e4f|site\.accent\.dark/s);
});

test.each([
  ['#7a4bb3', 'second'],
  ['#5b2d91', 'second'],
  ['#a3532a', 'third'],
  ['#0b6e4f', null],
  ['#1d5fbf', null],
  ['#444444', null],
])('%s leaves no two series of a chart alike: %s gives way', (hex, displaced) => {
  expect(accentOf(hex)?.displaces).toBe(displaced);
});
