import { expect, test } from 'vitest';
import type { Report } from '../../report/schema/report.ts';
import { DAY_MS } from '../../wording/time.ts';
import { rocAucByWeekChart } from './performance-charts.ts';

const START = Date.UTC(2026, 0, 2);
const auc = (value: number, half: number) => ({ rocAuc: { value, interval: [value - half, value + half] } });
const week = (i: number, realised: number | null, estimated: number, mature = true) => ({
  ...{ start: new Date(START + 7 * i * DAY_MS).toISOString(), mature, n: 100, labelled: 100 },
  end: new Date(START + 7 * (i + 1) * DAY_MS).toISOString(),
  realised: realised === null ? null : auc(realised, 0.04),
  estimated: auc(estimated, 0.02),
});
const of = (windows: readonly unknown[], baseline: number | null = 0.8) =>
  rocAucByWeekChart({
    performance: { windows, baseline: baseline === null ? null : auc(baseline, 0.02) },
  } as unknown as Pick<Report, 'performance'>);

test('realised stands beside estimated, with its interval; weeks that still wait have the estimate alone', () => {
  const spec = of([week(0, 0.81, 0.8), week(1, 0.7, 0.79), week(2, 0.6, 0.78, false)]);
  expect(spec?.series.map(({ label, values }) => [label, values])).toEqual([
    ['Realised', [0.81, 0.7, null]],
    ['Estimated', [0.8, 0.79, 0.78]],
  ]);
  expect(spec?.segments.map(({ from, to }) => [from.toFixed(2), to.toFixed(2)])).toEqual([
    ['0.77', '0.85'],
    ['0.66', '0.74'],
  ]);
  expect(spec?.lines).toEqual([{ at: 0.8, label: 'baseline 0.8', tone: 'reference' }]);
  expect(spec?.spans).toEqual([
    { from: START + 14 * DAY_MS, to: START + 21 * DAY_MS, label: 'outcomes still to come' },
  ]);
  // 0.74 at most lies below 0.79 and 0.8; 0.85 lies below neither.
  expect(spec?.caption.replaceAll('\u00a0', ' ')).toBe(
    'The newest mature week has 0.7. Of 2 mature weeks the whole interval lay below what the scores foretold in 1, below the baseline in 1.',
  );
});

test('a single mature week is a dot beside the estimate', () => {
  const spec = of([week(0, 0.81, 0.8), week(1, 0.7, 0.79, false)]);
  expect(spec?.series.map(({ label, values }) => [label, values])).toEqual([
    ['Realised', [0.81, null]],
    ['Estimated', [0.8, 0.79]],
  ]);
  expect(spec?.segments).toHaveLength(1);
});

test('without a baseline or a mature week it says what it shows; one week is no chart', () => {
  const young = of([week(0, null, 0.8, false), week(1, 0.7, 0.79, false)], null);
  expect(young?.series.map(({ label }) => label)).toEqual(['Estimated']);
  expect(young?.lines).toEqual([]);
  expect(young?.caption).toMatch(/^No week has enough mature outcomes yet/);
  expect(of([week(0, 0.8, 0.8)])).toBeNull();
  expect(rocAucByWeekChart({})).toBeNull();
});
