import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertLook, DIRECTION_GLYPH, STATUS_GLYPH, STATUS_LOOK, statusLine } from './status.ts';

test('a status has one word and one glyph', () => {
  expect(Object.values(STATUS_LOOK).map(statusLine)).toEqual([
    '✓ Healthy',
    '▲ Attention',
    '✕ Critical',
    '? Unknown',
  ]);
});

test('an alert that ended is over, not unknown', () => {
  expect(alertLook({ status: 'fired', severity: 'critical' })).toEqual({ tone: 'green', word: 'Over' });
  expect(alertLook({ status: 'unknown', severity: 'critical' })).toEqual({
    tone: 'unknown',
    word: 'Unknown',
  });
});

test('no glyph means two things', () => {
  const glyphs = [...Object.values(STATUS_GLYPH), ...Object.values(DIRECTION_GLYPH)];
  expect(new Set(glyphs).size).toBe(glyphs.length);
});

test.each(['worse', 'better', 'neutral'] as const)('the style sheet draws the arrow of %s', (direction) => {
  const css = readFileSync('src/site/styles/features.css', 'utf8');
  const rule = direction === 'neutral' ? '.changes li::before' : `.changes .${direction}::before`;
  const body = css.slice(css.indexOf(rule), css.indexOf('}', css.indexOf(rule)));
  expect(css).toContain(rule);
  expect(body).toContain(`content: "${DIRECTION_GLYPH[direction]}"`);
});

test('no other file keeps a vocabulary of its own', () => {
  const own =
    /[✓✔✅✕✗❌▲▼△▽⚠❔○↗↘]|:(?:red_circle|white_check_mark|warning|grey_question):|Needs attention|Act now/u;
  const files = globSync('{src,pages}/**/*.{ts,astro}').filter(
    (file) => !file.endsWith('.test.ts') && file !== 'src/wording/status.ts',
  );
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => own.test(readFileSync(file, 'utf8')))).toEqual([]);
});
