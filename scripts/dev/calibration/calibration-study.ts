import { seededRandom } from '../../../src/stats/distributions/random.ts';
import { wilsonInterval } from '../../../src/stats/distributions/wilson.ts';
import { runDriftTest } from '../../../src/stats/tests/drift-test.ts';
import type { TestName } from '../../../src/stats/tests/drift-test-types.ts';
import { categories, NORMAL, NUMERIC_SCENARIOS, type Scenario, TEXTS } from './calibration-scenarios.ts';

const LEVEL = 0.05;
/** Accepted false-positive rates at level 0.05. */
export const ALLOWED_RATES = { lowest: 0.03, highest: 0.07 } as const;

/** Up to this many values on the smaller side, exact p-values have few possible values. */
const EXACT_IS_COARSE = 100;

/** Rejection rate of one test on one kind of data. */
export interface StudyRow {
  readonly test: TestName;
  readonly data: string;
  readonly nReference: number;
  readonly nProduction: number;
  /** Shift of production; 0 for false positives. */
  readonly shift: number;
  readonly runs: number;
  /** Share of runs with p < 0.05, with its Wilson interval. */
  readonly rate: number;
  readonly interval: readonly [number, number];
  /** Runs in which the test was not applicable; excluded from the share. */
  readonly notApplied: number;
  readonly verdict: 'right' | 'low because discrete' | 'wrong' | 'power';
}

interface Cell {
  readonly test: TestName;
  readonly scenario: Scenario;
  readonly sizes: readonly [nReference: number, nProduction: number];
  readonly shift: number;
  /** Fraction of the requested runs; slow cells use fewer. */
  readonly effort: number;
}

const SIZES = [
  [30, 30],
  [30, 1500],
  [100, 100],
  [2000, 100],
  [303, 1200],
  [1000, 10_000],
  [1000, 100_000],
] as const;

const CATEGORY_COUNTS = [2, 5, 20, 100, 200] as const;
const SHIFTS = [0.05, 0.1, 0.2, 0.3, 0.5] as const;

/** Cells for false-positive rates: the default tests on data without drift. */
export function falsePositiveCells(): readonly Cell[] {
  const cells: Cell[] = [];
  for (const sizes of SIZES) {
    const effort = Math.max(...sizes) >= 100_000 ? 0.25 : 1;
    for (const scenario of NUMERIC_SCENARIOS) cells.push({ test: 'ks', scenario, sizes, shift: 0, effort });
    for (const count of CATEGORY_COUNTS) {
      for (const shape of ['even', 'rare'] as const) {
        cells.push({ test: 'chisquare', scenario: categories(count, shape), sizes, shift: 0, effort });
      }
    }
  }
  for (const sizes of [
    [40, 60],
    [120, 200],
    [60, 1200],
  ] as const) {
    cells.push({ test: 'perc_text_content_drift', scenario: TEXTS, sizes, shift: 0, effort: 0.25 });
  }
  return cells;
}

/** Cells for power: rejection rates under a shift, of the default tests and of their SciPy-equal alternatives. */
export function powerCells(): readonly Cell[] {
  const sizes = [303, 1200] as const;
  return SHIFTS.flatMap((shift) => [
    ...(['ks', 'mannw', 't_test', 'cramer_von_mises', 'anderson'] as const).map(
      (test): Cell => ({ test, scenario: NORMAL, sizes, shift, effort: 0.5 }),
    ),
    ...[10, 100].flatMap((count) =>
      (['chisquare', 'g_test', 'TVD'] as const).map(
        (test): Cell => ({ test, scenario: categories(count, 'rare'), sizes, shift: shift / 2, effort: 0.5 }),
      ),
    ),
  ]);
}

/** Simulates one cell; deterministic for a seed and number of runs. */
export function studyCell(cell: Cell, runs: number, seed: number): StudyRow {
  const random = seededRandom(seed);
  const [nReference, nProduction] = cell.sizes;
  const asked = Math.max(20, Math.round(runs * cell.effort));
  let applied = 0;
  let called = 0;
  for (let run = 0; run < asked; run++) {
    const input = cell.scenario.draw(nReference, nProduction, random, cell.shift);
    const result = runDriftTest(cell.test, input, { seed: run + 1, permutations: 199 });
    if (result.status !== 'ok') continue;
    applied++;
    if ((result.p ?? 1) < LEVEL) called++;
  }
  const rate = applied === 0 ? 0 : called / applied;
  const interval = wilsonInterval(called, applied);
  return {
    test: cell.test,
    data: cell.scenario.data,
    nReference,
    nProduction,
    shift: cell.shift,
    runs: applied,
    rate,
    interval,
    notApplied: asked - applied,
    verdict: cell.shift === 0 ? verdictOf(interval, cell) : 'power',
  };
}

/** `wrong` only if the whole confidence interval of the simulated rate is outside the accepted range. */
function verdictOf(interval: readonly [number, number], { scenario, sizes }: Cell): StudyRow['verdict'] {
  const [low, high] = interval;
  if (low > ALLOWED_RATES.highest) return 'wrong';
  if (high >= ALLOWED_RATES.lowest) return 'right';
  return scenario.discrete || Math.min(...sizes) <= EXACT_IS_COARSE ? 'low because discrete' : 'wrong';
}
