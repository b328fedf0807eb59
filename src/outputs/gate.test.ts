import { expect, test } from 'vitest';
import type { Report } from '../report/schema/report.ts';
import { gateExitCode } from './gate.ts';

const verdict = (
  status: Report['verdict']['status'],
  missing: readonly boolean[] = [],
): Report['verdict'] => ({
  status,
  headline: '',
  reasons: [],
  coverage: {
    judged: 9 - missing.length,
    total: 9,
    missing: missing.map((essential) => ({ area: 'drift', section: 'drift', essential, reason: 'none' })),
  },
});

test.each([
  ['green', 'red', 0],
  ['yellow', 'red', 0],
  ['red', 'red', 10],
  ['unknown', 'red', 0],
  ['green', 'yellow', 0],
  ['yellow', 'yellow', 10],
  ['red', 'yellow', 10],
  ['unknown', 'yellow', 0],
  ['green', 'unknown', 0],
  ['yellow', 'unknown', 0],
  ['red', 'unknown', 10],
  ['unknown', 'unknown', 10],
  ['red', 'never', 0],
] as const)('%s with --fail-on %s leaves with %d', (status, failOn, code) => {
  expect(gateExitCode(verdict(status), failOn)).toBe(code);
});

test('--fail-on unknown fails where an essential area was not judged, whatever the verdict', () => {
  expect(gateExitCode(verdict('yellow', [true]), 'unknown')).toBe(10);
  expect(gateExitCode(verdict('yellow', [true]), 'red')).toBe(0);
  expect(gateExitCode(verdict('green', [false, false]), 'unknown')).toBe(0);
});

test('--fail-on unknown judges a report without coverage by its status', () => {
  const { coverage: _, ...old } = verdict('green');
  expect(gateExitCode(old, 'unknown')).toBe(0);
});
