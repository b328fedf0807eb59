import type { StatisticOk, StatisticResult } from '../result.ts';
import type { TestOptions } from '../tests/drift-test-types.ts';

/**
 * How Evidently 0.7 computes one of its tests, separate from ours, so that a team that migrates can reproduce its
 * earlier numbers (`compat: 'evidently'`). Where Evidently raises an error the result is `not-applicable` with that
 * error.
 */
export interface EvidentlyRule<Input> {
  readonly threshold: number;
  readonly drifted: (score: number, threshold: number) => boolean;
  readonly run: (input: Input, options: TestOptions) => StatisticResult;
  /** The number compared with the threshold, where it is neither p nor the statistic. */
  readonly score?: (result: StatisticOk) => number;
}

export const below = (score: number, threshold: number): boolean => score < threshold;
export const atMost = (score: number, threshold: number): boolean => score <= threshold;
export const atLeast = (score: number, threshold: number): boolean => score >= threshold;
export const above = (score: number, threshold: number): boolean => score > threshold;
