import { expect, test } from 'vitest';
import { judgeRange, rangePolicy, shownFigure, unknownFigure } from './judge.ts';

const ACTIONS = { below: 'raise it', above: 'lower it' };
const RANGE = { min: 0.2, max: 0.4 };

test.each([
  [0.1, 'yellow', 'raise it'],
  [0.2, 'green', null],
  [0.4, 'green', null],
  [0.41, 'yellow', 'lower it'],
] as const)('%d is %s, and says which way to go', (value, status, action) => {
  expect(judgeRange({ value, n: 10, interval: [0, 1] }, RANGE, ACTIONS)).toEqual({
    value,
    status,
    range: RANGE,
    n: 10,
    interval: [0, 1],
    reason: null,
    action,
  });
});

test('what could not be measured is unknown, with the reason and the range', () => {
  expect(judgeRange({ value: null, n: 0, reason: 'no log' }, RANGE, ACTIONS)).toEqual(
    unknownFigure('no log', RANGE),
  );
});

test('what is only shown has no status but its value', () => {
  expect(shownFigure({ value: 3, n: 3 })).toMatchObject({ value: 3, status: 'unknown', action: null });
  expect(shownFigure({ value: null, n: 0, reason: 'none yet' })).toMatchObject({ reason: 'none yet' });
});

test('a range has its ends in order', () => {
  expect(rangePolicy(0.2, 0.4).parse(undefined)).toEqual(RANGE);
  expect(rangePolicy(0.2, 0.4).safeParse({ min: 0.5 }).success).toBe(false);
});
