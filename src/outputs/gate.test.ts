import { expect, test } from 'vitest';
import { gateExitCode } from './gate.ts';

test.each([
  ['green', 'red', 0],
  ['yellow', 'red', 0],
  ['red', 'red', 10],
  ['unknown', 'red', 0],
  ['green', 'yellow', 0],
  ['yellow', 'yellow', 10],
  ['red', 'yellow', 10],
  ['red', 'never', 0],
] as const)('%s with --fail-on %s leaves with %d', (status, failOn, code) => {
  expect(gateExitCode(status, failOn)).toBe(code);
});
