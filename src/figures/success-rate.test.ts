import { describe, expect, test } from 'vitest';
import { successRate, successStatus } from './success-rate.ts';

const SHARES = successRate.policy.parse(undefined);

describe('success rate', () => {
  test.each([
    [99, 100, 'green'],
    [9_899, 10_000, 'yellow'],
    [95, 100, 'yellow'],
    [9_499, 10_000, 'red'],
    [1, 1, 'green'],
    [0, 1, 'red'],
    [693, 700, 'green'],
    [692, 700, 'yellow'],
    [1_330, 1_400, 'yellow'],
    [0, 0, 'unknown'],
  ])('%i of %i is %s', (successes, total, status) => {
    expect(successStatus(successes, total, SHARES)).toBe(status);
  });

  test('is exact where floats are not, up to ten million requests', () => {
    for (const total of [100, 300, 700, 1_100, 12_300, 9_999_900]) {
      expect(successStatus((total / 100) * 99, total, SHARES)).toBe('green');
      expect(successStatus((total / 100) * 99 - 1, total, SHARES)).not.toBe('green');
      expect(successStatus((total / 100) * 95, total, SHARES)).toBe('yellow');
      expect(successStatus((total / 100) * 95 - 1, total, SHARES)).toBe('red');
    }
  });
});
