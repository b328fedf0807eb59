import { expect } from 'vitest';
import type { StatisticOk } from '../../src/stats/result.ts';

/** Expects equality with SciPy: relative error 1e-9 or absolute error 1e-14, whichever is looser. */
export function expectScipy(actual: number | undefined, expected: number, what = ''): void {
  const value = actual ?? Number.NaN;
  const error = Math.abs(value - expected);
  const fits = error <= Math.max(1e-14, 1e-9 * Math.abs(expected));
  expect(fits, `${what} ${value} against ${expected}`).toBe(true);
}

/** As `expectScipy`, for tail probabilities: relative error 1e-9 down to 1e-300. */
export function expectTail(actual: number | undefined, expected: number, what = ''): void {
  const value = actual ?? Number.NaN;
  const error = Math.abs(value - expected);
  expect(error <= Math.max(1e-300, 1e-9 * expected), `${what} ${value} against ${expected}`).toBe(true);
}

/** The result as a computed one; fails the test where it is not. */
export function ok<Result extends { readonly status: string }>(
  result: Result,
): Extract<Result, { status: 'ok' }> & (Result extends StatisticOk ? StatisticOk : unknown) {
  expect(result.status, JSON.stringify(result)).toBe('ok');
  return result as never;
}
