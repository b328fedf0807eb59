import { expect, test } from 'vitest';
import { healthChecks } from '../../../tests/support/fixtures/health.ts';
import { policySchema } from '../../settings/policy-schema.ts';
import { outagesOf } from './outages.ts';

/** Down from 3 failures in 5 minutes, up 5 minutes after the last one. */
const alert = policySchema.parse({}).alerts['api-down'];

/** Minutes after the hour at which each outage began, was known and ended. */
function outages(pattern: string): (number | null)[][] {
  const minute = (iso: string | null): number | null => (iso === null ? null : new Date(iso).getUTCMinutes());
  return outagesOf(healthChecks(pattern), alert).outages.map(({ began, known, ended }) => [
    minute(began),
    minute(known),
    minute(ended),
  ]);
}

test.each([
  ['', []],
  ['ooo', []],
  ['oxx', []],
  ['oxxx', [[1, 3, null]]],
  ['xoxox', [[0, 4, null]]],
  ['x..x..x', []],
  ['x.x.x', [[0, 4, null]]],
  ['xxxoooo', [[0, 2, null]]],
  ['xxxooooo', [[0, 2, 7]]],
  ['xxx....o', [[0, 2, 7]]],
  ['xxxoooooxx', [[0, 2, 7]]],
  [
    'xxxoooooxxxo',
    [
      [0, 2, 7],
      [8, 10, null],
    ],
  ],
  // An API that answers every other time is one outage.
  [`${'xo'.repeat(20)}${'o'.repeat(5)}`, [[0, 4, 43]]],
])('%s', (pattern, expected) => {
  expect(outages(pattern)).toEqual(expected);
});

test.each([
  ['', false],
  ['o', true],
  ['x', false],
  ['xoooo', false],
  ['xooooo', true],
])('%s: quiet is %s, which a log without checks is not', (pattern, quiet) => {
  expect(outagesOf(healthChecks(pattern), alert).quiet).toBe(quiet);
});
