import { expect, test } from 'vitest';
import type { StatisticResult } from '../../src/stats/result.ts';
import type { JointTable } from '../../src/stats/tables/joint-table.ts';
import { categoricalTable, categoricalTableFromCounts } from '../../src/stats/tables/joint-table-from.ts';
import { ok } from './tolerance.ts';

/** Tests properties of every distance between two histograms. */
export function testHistogramDistance(distance: (table: JointTable) => StatisticResult): void {
  test('is 0 for equal shares, whatever the sizes', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['a', 100],
        ['b', 200],
      ]),
    );
    expect(ok(distance(table)).statistic).toBeLessThan(1e-8);
  });

  test('needs a value a side', () => {
    expect(distance(categoricalTable([], ['a']))).toMatchObject({ status: 'not-enough-data', minimum: 1 });
  });
}
