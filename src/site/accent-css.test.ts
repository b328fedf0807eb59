import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { accentCss, DEFAULT_ACCENT } from './accent-css.ts';
import { STATUS_INK } from './charts/status-shapes.ts';

const tokens = readFileSync(fileURLToPath(new URL('styles/tokens.css', import.meta.url)), 'utf8');

/** Both colours of a property of the style sheet: of the light theme, of the dark one. */
const token = (name: string): readonly string[] =>
  new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens)?.slice(1) ?? [];

test('pictures, which have no style sheet, have the colours of the style sheet', () => {
  expect([DEFAULT_ACCENT.light, DEFAULT_ACCENT.dark]).toEqual(token('production'));
  for (const [status, colour] of Object.entries(STATUS_INK)) expect(colour, status).toBe(token(status)[0]);
});

test('the team’s colours take the place of properties that the style sheet has', () => {
  const css = accentCss({ light: '#0b6e4f', dark: '#5fd3a6', displaces: 'second' });
  const names = [...css.matchAll(/--([\w-]+):/g)].map(([, name = '']) => name);
  expect(names).toEqual(['link', 'production', 'production-fill', 'second']);
  for (const name of names) expect(tokens, name).toContain(`--${name}:`);
  expect(css).toContain('--second: light-dark(#1d5fbf, #6ea8f2)');
});
