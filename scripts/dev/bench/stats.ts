import { type Random, seededRandom } from '../../../src/stats/distributions/random.ts';
import type { JointTable } from '../../../src/stats/tables/joint-table.ts';
import { categoricalTableFromCounts, numericTable } from '../../../src/stats/tables/joint-table-from.ts';
import { DEFAULT_TEST, runDriftTest } from '../../../src/stats/tests/drift-test.ts';
import type { BenchRow } from './measure.ts';

const PRODUCTION_ROWS = 1_000_000;
const REFERENCE_ROWS = [1_000, 100_000] as const;
const FEATURES = { numeric: 8, categorical: 4 } as const;
const TARGET_SECONDS = 2;

/**
 * The report's default tests on twelve features of a million production rows, after their tables are loaded: eight
 * continuous ones (a million distinct values) and four with 5 to 500 categories, some of which drift.
 */
export async function benchStats(): Promise<readonly BenchRow[]> {
  return REFERENCE_ROWS.map((referenceRows) => {
    const tables = tablesOf(referenceRows);
    const seconds = best(3, () => {
      for (const table of tables) {
        const result = runDriftTest(DEFAULT_TEST[table.kind], table);
        if (result.status !== 'ok') throw new Error(`bench table was not tested: ${result.reason}`);
      }
    });
    return {
      what: `default drift tests, 12 features × ${PRODUCTION_ROWS.toLocaleString('en')} rows against ${referenceRows.toLocaleString('en')}`,
      ours: `${seconds.toFixed(3)} s`,
      peer: '',
      ratio: '',
      target: `≤ ${TARGET_SECONDS} s${seconds <= TARGET_SECONDS ? '' : ' MISSED'}`,
    };
  });
}

function tablesOf(referenceRows: number): readonly JointTable[] {
  const random = seededRandom(1);
  const numeric = Array.from({ length: FEATURES.numeric }, (_, i) => {
    const shift = i % 2 === 0 ? 0 : 0.02 * i;
    return numericTable(normals(referenceRows, 0, random), normals(PRODUCTION_ROWS, shift, random));
  });
  const categorical = Array.from({ length: FEATURES.categorical }, (_, i) => {
    const categories = [5, 20, 100, 500][i] ?? 5;
    return categoricalTableFromCounts(
      counts(referenceRows, categories, random),
      counts(PRODUCTION_ROWS, categories, random),
    );
  });
  return [...numeric, ...categorical];
}

function normals(n: number, mean: number, random: Random): Float64Array {
  const sample = new Float64Array(n);
  for (let i = 0; i < n; i++) sample[i] = mean + random.normal();
  return sample;
}

function counts(n: number, categories: number, random: Random): ReadonlyMap<string, number> {
  const tally = new Float64Array(categories);
  for (let i = 0; i < n; i++) {
    const category = Math.floor(categories * random.uniform() ** 2);
    tally[category] = (tally[category] ?? 0) + 1;
  }
  return new Map(Array.from(tally, (count, i) => [`category ${i}`, count]));
}

/** Fastest of several runs, in seconds. */
function best(runs: number, run: () => void): number {
  let seconds = Infinity;
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    run();
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
  }
  return seconds;
}
