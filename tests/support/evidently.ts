import { expect, test } from 'vitest';
import type { JointTable } from '../../src/stats/tables/joint-table.ts';
import { categoricalTableFromCounts, numericTable } from '../../src/stats/tables/joint-table-from.ts';
import { runDriftTest } from '../../src/stats/tests/drift-test.ts';
import type { TestName } from '../../src/stats/tests/drift-test-types.ts';
import { expectScipy, ok } from './tolerance.ts';

/** Result of Evidently 0.7.23 with SciPy 1.17.1 for one test. */
export type EvidentlyAnswer = readonly [
  name: TestName,
  score: number,
  drifted: boolean,
  defaultThreshold: number,
];

/** More distinct numbers than the limit for one bin each. */
export const growing = numericTable(
  Array.from({ length: 40 }, (_, i) => (i * i) / 100),
  Array.from({ length: 60 }, (_, i) => 2 + (i * i) / 150),
);

/** Two categories, as many rows on both sides. */
export const sameSize = categoricalTableFromCounts(
  new Map([
    ['a', 30],
    ['b', 20],
  ]),
  new Map([
    ['a', 22],
    ['b', 28],
  ]),
);

/** A category that the reference lacks, and one that production lacks. */
export const newCategory = categoricalTableFromCounts(
  new Map([
    ['a', 30],
    ['b', 20],
  ]),
  new Map([
    ['a', 10],
    ['e', 2],
  ]),
);

/** One test for each answer: `compat: 'evidently'` gives the same score, decision and default threshold. */
export function testEvidently(where: string, input: JointTable, answers: readonly EvidentlyAnswer[]): void {
  test.each(answers)(`gives Evidently's %s on ${where}`, (name, score, drifted, threshold) => {
    const result = ok(runDriftTest(name, input, { compat: 'evidently' }));
    expectScipy(result.score, score);
    expect(result).toMatchObject({ drifted, threshold });
  });
}
