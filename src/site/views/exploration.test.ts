import { expect, test } from 'vitest';
import { type PerformanceSection, performanceSectionSchema } from '../../report/schema/performance.ts';
import { exploration } from './exploration.ts';

const figures = (n: number, positives: number, auc: number) => ({
  window: null,
  n,
  effectiveN: n,
  positives,
  rocAuc: { value: auc, interval: [auc - 0.05, auc + 0.05] },
  averagePrecision: null,
  accuracy: null,
  precision: null,
  recall: null,
  f1: null,
  brier: null,
  logLoss: null,
  ece: null,
  rateRatio: null,
});

const week = (day: number, labelled: number, mature: boolean) => ({
  start: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
  end: `2026-01-${String(day + 7).padStart(2, '0')}T00:00:00Z`,
  n: 1_000,
  labelled,
  mature,
  realised: null,
  estimated: null,
});

/** 200 leads a week are called, half of which engage; of all leads a fifth would. */
const section = (given: object = {}): PerformanceSection =>
  performanceSectionSchema.parse({
    status: 'green',
    reason: null,
    judgement: 'judged',
    population: 'contacted',
    version: '0.3.0',
    maturity: null,
    baselineSource: 'outcomes',
    realised: figures(400, 200, 0.62),
    estimated: null,
    baseline: null,
    expected: figures(1_000, 200, 0.75),
    detectable: null,
    looks: [],
    drop: { state: 'closed', outcomes: 400, critical: false, z: null },
    miscalibration: { state: 'closed', outcomes: 400, ratio: null, z: null },
    calibration: [],
    labelled: 450,
    windows: [week(1, 180, true), week(8, 220, true), week(15, 50, false)],
    labelledByScore: [],
    ...given,
  });

const plainly = (text: string | undefined): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ');
const of = (given: object = {}) => exploration({ performance: section(given) });

test('a call at random costs the difference of the rates, in the leads of a mature week', () => {
  const found = of();
  expect(plainly(found?.words)).toContain('teaches itself');
  expect(plainly(found?.words)).toContain('about 200 leads with an outcome a week 50 % engage');
  expect(plainly(found?.words)).toContain('of all leads about 20 %');
  // 10, 20 and 40 leads a week, each 0.3 less likely to engage.
  expect(found?.rows.map(({ perWeek, lost }) => [perWeek, lost])).toEqual([
    ['10', '3'],
    ['20', '6'],
    ['40', '12'],
  ]);
  const widths = found?.rows.map(({ halfWidth }) => Number(halfWidth.slice(1))) ?? [];
  expect(widths.every((width) => width > 0.03 && width < 0.2)).toBe(true);
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
});

test('calls at random that would engage more than chosen ones cost nothing', () => {
  expect(of({ expected: figures(1_000, 600, 0.75) })?.rows[0]?.lost).toBe('none');
});

test('too few calls tell no ROC AUC', () => {
  const few = of({ windows: [week(1, 10, true)] });
  expect(few?.rows[0]).toMatchObject({ perWeek: '1', halfWidth: '–' });
});

test.each<[string, object]>([
  ['every lead has an outcome', { population: 'all' }],
  ['some are called at random already', { explored: figures(100, 20, 0.7) }],
])('nothing is said where %s', (_, given) => {
  expect(of(given)).toBeNull();
});

test.each<[string, object]>([
  ['no outcome is mature', { realised: null }],
  ['no estimate of all leads can be made', { expected: null }],
  ['no week is mature', { windows: [week(1, 100, false)] }],
])('the cost is not known yet where %s', (_, given) => {
  expect(of(given)).toEqual({ words: expect.stringContaining('once enough outcomes are mature'), rows: [] });
});

test('nothing is said without outcomes at all', () => {
  expect(exploration({})).toBeNull();
});
