import calibration from '../../../data/calibration.json' with { type: 'json' };
import type { Report } from '../../report/schema/report.ts';
import { TEST_NOTES, type TestNote } from '../../stats/tests/test-notes.ts';
import { formatCount } from '../../wording/format.ts';

export interface TestInUse extends TestNote {
  readonly id: string;
  readonly label: string;
  readonly features: number;
}

/** The tests used for this report's features, most frequent first, with their sources and limits. */
export function testsInUse(report: Report): readonly TestInUse[] {
  const tests = new Map<string, TestInUse>();
  for (const { test, testLabel } of report.drift.features) {
    const features = (tests.get(test)?.features ?? 0) + 1;
    tests.set(test, { ...TEST_NOTES[test], id: `test-${test.toLowerCase()}`, label: testLabel, features });
  }
  return [...tests.values()].sort((a, b) => b.features - a.features || (a.label < b.label ? -1 : 1));
}

export interface CalibrationRow {
  readonly test: string;
  readonly data: string;
  readonly sizes: string;
  readonly lowest: number;
  readonly highest: number;
  readonly remark: string;
}

const LABELS: Readonly<Record<string, string>> = {
  ks: 'Kolmogorov–Smirnov',
  chisquare: 'chi-squared',
  perc_text_content_drift: 'text classifier',
  mannw: 'Mann–Whitney',
  t_test: 't',
  cramer_von_mises: 'Cramér–von Mises',
  anderson: 'Anderson–Darling',
  g_test: 'G',
  TVD: 'total variation',
};

/** False-positive rates of the default tests by sample size; one row per kind of data. */
export function calibrationRows(): readonly CalibrationRow[] {
  const groups = Map.groupBy(calibration.falsePositives, (cell) => `${cell.test}\0${cell.data}`);
  return [...groups.values()].map((cells) => {
    const rates = cells.map((cell) => cell.rate);
    const smallest = cells[0];
    const largest = cells.at(-1);
    const size = (cell: typeof smallest): string =>
      `${formatCount(cell?.nReference ?? null)} and ${formatCount(cell?.nProduction ?? null)}`;
    return {
      test: LABELS[smallest?.test ?? ''] ?? smallest?.test ?? '',
      data: smallest?.data ?? '',
      sizes: `${size(smallest)} to ${size(largest)}`,
      lowest: Math.min(...rates),
      highest: Math.max(...rates),
      remark: cells.some((cell) => cell.verdict.startsWith('low')) ? 'lower, because values tie' : '',
    };
  });
}

export interface PowerRow {
  readonly data: string;
  readonly sizes: string;
  /** In standard deviations of numbers, or as the share of rows that moved to the largest category. */
  readonly shift: number;
  readonly test: string;
  readonly power: number;
  /** The other tests of the same question with their power. */
  readonly peers: readonly { readonly test: string; readonly power: number }[];
}

const DEFAULT_TESTS = new Set(['ks', 'chisquare', 'perc_text_content_drift']);

/** How often a shift is found: each default test beside other tests on the same data. */
export function powerRows(): readonly PowerRow[] {
  const groups = Map.groupBy(calibration.power, (cell) => `${cell.data}\0${cell.shift}`);
  return [...groups.values()].flatMap((cells) => {
    const own = cells.find((cell) => DEFAULT_TESTS.has(cell.test));
    if (own === undefined) return [];
    return [
      {
        data: own.data,
        sizes: `${formatCount(own.nReference)} and ${formatCount(own.nProduction)}`,
        shift: own.shift,
        test: LABELS[own.test] ?? own.test,
        power: own.rate,
        peers: cells
          .filter((cell) => cell !== own)
          .map((cell) => ({ test: LABELS[cell.test] ?? cell.test, power: cell.rate })),
      },
    ];
  });
}

/** Date and number of simulations of the table. */
export const calibrationNote = {
  date: calibration.date,
  runs: calibration.runs,
  level: calibration.level,
} as const;
