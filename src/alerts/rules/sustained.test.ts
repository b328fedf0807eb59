import { expect, test } from 'vitest';
import { breachKey, judgeLasting, reportsInBreach } from './sustained.ts';

/** `b` breached, `o` did not, `u` could not judge; newest first. */
const runs = (states: string) =>
  [...states].map((state, i) => ({
    ...{ id: `${i}`, generatedAt: '2026-02-20T00:00:00Z', modelVersion: null, figures: {}, firing: [] },
    unjudged: state === 'u' ? ['r'] : [],
    breached: state === 'b' ? ['r', 'r/x'] : [],
  }));

test.each([
  ['', true, 3, 1],
  ['b', true, 1, 1],
  ['bo', true, 3, 2],
  ['ob', false, 3, 1],
  ['ubb', true, 3, 3],
  ['oob', true, 3, 1],
])('of reports %s before, breached %s, within %i', (states, breach, m, expected) => {
  expect(reportsInBreach('r', null, breach, m, runs(states))).toBe(expected);
});

test('segments are counted by themselves, and older reports by what fired', () => {
  expect(reportsInBreach('r', 'x', true, 2, runs('b'))).toBe(2);
  expect(reportsInBreach('r', 'y', true, 2, runs('b'))).toBe(1);
  const old = runs('o').map(({ breached, ...run }) => ({ ...run, firing: ['r'] }));
  expect(reportsInBreach('r', null, true, 2, old)).toBe(2);
  expect(breachKey('r', 'x')).toBe('r/x');
});

test.each([
  ['', true, '1 of 1', true, null],
  ['b', false, '1 of 1', false, null],
  ['o', true, '2 of 3', false, '1 of the last 3 reports, fires with 2'],
  ['bb', false, '2 of 3', true, '2 of the last 3 reports, fires with 2'],
])('after %s, breached %s, "%s" fires: %s', (states, breach, demanded, fires, words) => {
  expect(judgeLasting(demanded, 'r', null, breach, runs(states))).toEqual({ fires, words });
});
