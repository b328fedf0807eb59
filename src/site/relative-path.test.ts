import fc from 'fast-check';
import { expect, test } from 'vitest';
import { relativePath } from './relative-path.ts';

/** In whole tenths, which sums of steps miss by a little; without the sign of a zero. */
const tenths = (place: number): number => Math.round(place * 10) + 0;

/** Where the pen goes, by the rules of SVG 2 (section 9.3): a letter a stroke, `M` for a move. */
function trace(path: string): [letter: 'M' | 'L', x: number, y: number][] {
  const tokens = path.match(/[a-z]|-?\d*\.?\d+/gi) ?? [];
  const found: ['M' | 'L', number, number][] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let command = '';
  for (let i = 0; i < tokens.length; ) {
    if (/[a-z]/i.test(tokens[i] ?? '')) command = tokens[i++] ?? '';
    const next = (): number => Number(tokens[i++]);
    const [baseX, baseY] = command === command.toLowerCase() ? [x, y] : [0, 0];
    if (/z/i.test(command)) [x, y] = [startX, startY];
    else if (/h/i.test(command)) x = baseX + next();
    else if (/v/i.test(command)) y = baseY + next();
    else [x, y] = [baseX + next(), baseY + next()];
    if (/m/i.test(command)) [startX, startY] = [x, y];
    found.push([/m/i.test(command) ? 'M' : 'L', tenths(x), tenths(y)]);
    // Places that follow a move without a letter are lines.
    if (/m/i.test(command)) command = command === 'm' ? 'l' : 'L';
  }
  return found;
}

const place = fc.integer({ min: -4_000, max: 10_000 }).map((tenths) => tenths / 10);
const command = fc.oneof(
  fc.tuple(fc.constantFrom('M', 'L'), place, place).map(([letter, x, y]) => `${letter}${x},${y}`),
  fc.tuple(fc.constantFrom('H', 'V', 'h', 'v'), place).map(([letter, at]) => `${letter}${at}`),
  fc.constant('z'),
);

test('draws the same', () => {
  fc.assert(
    fc.property(fc.tuple(place, place), fc.array(command, { maxLength: 40 }), ([x, y], commands) => {
      const path = `M${x},${y}${commands.join('')}`;
      expect(trace(relativePath(path))).toEqual(trace(path));
    }),
  );
});

test('repeats no letter, and steps that are alike look alike', () => {
  expect(relativePath('M0,400L36,300L72,300H80')).toBe('M0 400l36-100 36 0h8');
  expect(relativePath('M0,28v-27h13.1v27zM16,28v-18h13.1v18z')).toBe('M0 28v-27h13.1v27zm16 0v-18h13.1v18z');
  expect(relativePath('M3,51h0L9,54M16,53h0')).toBe('M3 51h0l6 3m7-1h0');
});

test.each(['', 'M8 .8l7.6 14H.4z', 'M.5 8a7.5 7.5 0 1 1 15 0z', 'M1e3,0L2,2'])(
  'leaves %j as it is',
  (path) => {
    expect(relativePath(path)).toBe(path);
  },
);
