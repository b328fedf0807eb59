import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { CategoricalTable, NumericTable } from '../../src/stats/tables/joint-table.ts';
import { categoricalTableFromCounts, numericTable } from '../../src/stats/tables/joint-table-from.ts';
import { casesPath, ownCase } from './cases.ts';

const number = z.number();
const statisticAndP = z.object({ statistic: number, p: number });

const oracleSchema = z.object({
  numeric: z.array(
    z.object({
      kind: z.string(),
      n: number,
      m: number,
      x: z.array(number),
      y: z.array(number),
      expected: z.object({
        ks: statisticAndP.extend({ location: number, sign: number }),
        ks_asymp: z.object({ p: number }),
        wasserstein: number,
        energy: number,
        mann_whitney: z.object({ u: number, p: number }),
        cvm: statisticAndP,
        t: statisticAndP,
        welch: statisticAndP.extend({ df: number }),
        anderson: z.object({ statistic: number, p_clipped: number }),
        epps_singleton: statisticAndP,
      }),
    }),
  ),
  categorical: z.array(
    z.object({
      reference: z.array(number),
      production: z.array(number),
      expected: z.object({
        chi2_homogeneity: statisticAndP,
        g_homogeneity: statisticAndP,
        cramers_v: number,
        fisher: number.nullish(),
        js_distance_natural: number,
      }),
    }),
  ),
  benjamini_hochberg: z.array(z.object({ p: z.array(number), bh: z.array(number) })),
  special: z.array(
    z.union([
      z.object({ fn: z.literal('chi2.sf'), x: number, df: number, value: number }),
      z.object({ fn: z.literal('kstwo.sf'), d: number, n: number, value: number }),
    ]),
  ),
  proportion_intervals: z.array(z.object({ k: number, n: number, wilson: z.array(number) })),
});

type Oracle = z.infer<typeof oracleSchema>;
type NumericCase = Oracle['numeric'][number];
type CategoricalCase = Oracle['categorical'][number];

/** Minimum number of entries of a section in the large set, to detect a truncated file. */
const MIN_ENTRIES_LARGE_SET: Partial<Record<keyof Oracle, number>> = { numeric: 31, categorical: 51 };

/**
 * Tests against every entry of one section of SciPy's results: the small set of this project, and the large one where
 * it is present.
 */
export function testAgainstScipy<Section extends keyof Oracle>(
  section: Section,
  check: (entry: Oracle[Section][number]) => void,
): void {
  const run = (path: string, fewest: number): void => {
    const entries: readonly Oracle[Section][number][] = oracleSchema.parse(
      JSON.parse(readFileSync(path, 'utf8')),
    )[section];
    expect(entries.length).toBeGreaterThanOrEqual(fewest);
    entries.forEach(check);
  };
  test(`equals SciPy on the small set (${section})`, () => run(ownCase('scipy.json'), 3));
  const large = casesPath('oracle/scipy.json');
  const why = large === null ? ' (skipped: ../shared/cases is not on this machine)' : '';
  test.skipIf(large === null)(`equals SciPy on the large set (${section})${why}`, () =>
    run(large ?? '', MIN_ENTRIES_LARGE_SET[section] ?? 1),
  );
}

/** As `testAgainstScipy`, over pairs of numeric samples as joint tables. */
export function testNumericPairs(
  check: (table: NumericTable, expected: NumericCase['expected'], where: string) => void,
): void {
  testAgainstScipy('numeric', ({ kind, n, m, x, y, expected }) =>
    check(numericTable(x, y), expected, `${kind} ${n}/${m}`),
  );
}

/** As `testAgainstScipy`, over two-row contingency tables as joint tables. */
export function testContingencyTables(
  check: (table: CategoricalTable, expected: CategoricalCase['expected'], where: string) => void,
): void {
  const counts = (row: readonly number[]) =>
    new Map(row.map((count, i) => [`c${String(i).padStart(4, '0')}`, count]));
  testAgainstScipy('categorical', ({ reference, production, expected }) =>
    check(
      categoricalTableFromCounts(counts(reference), counts(production)),
      expected,
      `${reference.join()} against ${production.join()}`,
    ),
  );
}
