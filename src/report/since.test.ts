import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { SLIDING } from '../alerts/registry.ts';
import { earlierReports } from './earlier-reports.ts';
import type { Alert, Report } from './schema/report.ts';
import { historyOf, withId } from './since.ts';
import { type RunSummary, summarize } from './summary.ts';

const NOW = Date.parse('2026-02-21T06:00:00Z');
const DAY = 86_400_000;
const MOMENT = { id: '2026-02-21', now: NOW };
const base = summarize(fixtureReport({}));
const [first] = fixtureReport({}).drift.features;
if (first === undefined) throw new Error('the fixture has no feature');
const feature = first;

const dayBefore = (days: number): string => new Date(NOW - days * DAY).toISOString();

/** The report of so many days before; `d` drifted, `s` stable, `u` not judged. */
function reportOf(days: number, state: string, change: Partial<RunSummary> = {}): RunSummary {
  const status = { d: 'drifted', s: 'stable' }[state] ?? 'not-enough-data';
  return {
    ...base,
    id: dayBefore(days).slice(0, 10),
    generatedAt: dayBefore(days),
    features: [{ ...feature, status: status as 'drifted', effect: null }],
    firing: state === 'd' ? ['data-drift'] : [],
    firingValues: state === 'd' ? { 'data-drift': 0.5 + days / 100 } : {},
    unjudged: state === 'u' ? ['data-drift'] : [],
    outside: state === 'd' ? ['drift-share'] : [],
    figures: { 'drift-share': state === 'u' ? null : 0.5 },
    ...change,
  };
}

/** One report a day before this one, oldest first; "." is a day without. */
const nights = (states: string): RunSummary[] =>
  [...states].flatMap((state, i) => (state === '.' ? [] : [reportOf(states.length - i, state)]));

const featureSince = (runs: readonly RunSummary[]) =>
  historyOf(runs, MOMENT).withFeatures([{ ...feature, status: 'drifted' }])[0]?.since;

describe('since when', () => {
  test.each([
    ['no earlier report', '', 1, 0],
    ['stable before', 'ss', 1, 0],
    ['drifted before', 'sddd', 4, 3],
    ['a run that ended and began again', 'ddsd', 2, 1],
    ['a missing night', 'sdd.d', 4, 4],
    ['a night that could not judge', 'sddud', 4, 4],
    ['nothing but nights that could not judge', 'suu', 1, 0],
  ])('with %s', (_, states, reports, days) => {
    expect(featureSince(nights(states))).toEqual({
      report: dayBefore(days).slice(0, 10),
      reports,
      days,
    });
  });

  test('counts a year of reports, and a report made before this program knew it', () => {
    expect(featureSince(nights('d'.repeat(3_650)))).toMatchObject({ reports: 3_651, days: 3_650 });
    const { outside: _, ...rest } = reportOf(1, 'd');
    const old = { ...rest, outside: null };
    const figures = historyOf([old, reportOf(2, 'd')], MOMENT).withFigures(
      fixtureReport({ red: true, shift: 1 }).figures,
    );
    // The one of yesterday does not say; that of the day before does.
    expect(figures['drift-share']?.since).toMatchObject({ reports: 2, days: 2 });
  });

  test('counts the runs of one day once, the last of them, and none of this report itself', () => {
    const rerun = (id: string, state: string, hour: number) =>
      reportOf(0, state, { id, generatedAt: `${id.slice(0, 10)}T0${hour}:00:00Z` });
    const runs = [
      rerun('2026-02-21', 's', 3),
      rerun('2026-02-21-2', 's', 4),
      rerun('2026-02-20', 's', 2),
      rerun('2026-02-20-2', 's', 3),
      rerun('2026-02-20-3', 'd', 4),
      rerun('2026-02-19', 'd', 4),
    ];
    expect(earlierReports(runs, MOMENT).map(({ id }) => id)).toEqual(['2026-02-20-3', '2026-02-19']);
    expect(featureSince(runs)).toEqual({ report: '2026-02-19', reports: 3, days: 2 });
    // Reports of one day with names of their own are reports of their own.
    const hourly = [1, 2, 3]
      .map((hour) => rerun('2026-02-21', 'd', hour))
      .map((run, i) => ({ ...run, id: `hour-${'abc'[i]}` }));
    expect(earlierReports(hourly, { ...MOMENT, id: 'hour-d' })).toHaveLength(3);
  });

  test('does not look at reports made later', () => {
    expect(featureSince([reportOf(-1, 's'), reportOf(1, 'd')])).toMatchObject({ reports: 2 });
  });
});

describe('alerts on drift', () => {
  const alert = (status: Alert['status'], value = 0.55): Alert => {
    const found = fixtureReport({}).alerts.find(({ id }) => id === 'data-drift');
    if (found === undefined) throw new Error('the fixture lacks the alert');
    return { ...found, status, value, threshold: 0.5 };
  };
  const judged = (runs: readonly RunSummary[], given: Alert) =>
    historyOf(runs, MOMENT).withAlerts([given], SLIDING)[0];

  test('have episodes over reports, the present one included, with the worst value', () => {
    const found = judged(nights('sddsd'), alert('firing'));
    expect(found?.since).toEqual({ report: '2026-02-20', reports: 2, days: 1 });
    expect(found?.episodes).toEqual([
      { start: dayBefore(4), end: dayBefore(3), peak: 0.54, count: 2 },
      { start: dayBefore(1), end: '2026-02-21T06:00:00Z', peak: 0.55, count: 2 },
    ]);
  });

  test('keep the smallest of tiny p-values as the worst', () => {
    const fired = (daysAgo: number, value: number): RunSummary => ({
      ...reportOf(daysAgo, 'd', { firing: ['prediction-drift'] }),
      firingValues: { 'prediction-drift': value },
    });
    const given: Alert = { ...alert('firing', 1e-32), id: 'prediction-drift', threshold: 0.01 };
    expect(judged([fired(1, 1e-38), fired(2, 1e-34)], given)?.episodes).toMatchObject([
      { peak: 1e-38, count: 3 },
    ]);
  });

  test('keep the episodes that ended, and say no since', () => {
    const found = judged(nights('dds'), alert('ok'));
    expect(found).toMatchObject({ since: null, episodes: [{ count: 2, peak: 0.53 }] });
  });

  test('on a sliding window keep those within the log', () => {
    const episodes = [{ start: dayBefore(1), end: dayBefore(0.5), peak: 0.9, count: 7 }];
    const sliding: Alert = { ...alert('firing'), id: 'high-error-rate', episodes };
    const runs = [reportOf(1, 'd', { firing: ['high-error-rate'] })];
    expect(judged(runs, sliding)).toMatchObject({ since: { reports: 2 }, episodes });
  });
});

test('what is new in a report follows its id when it is saved under another', () => {
  const since = { report: '2026-02-20', reports: 1, days: 0 };
  const report: Report = fixtureReport({});
  const [first, ...others] = report.alerts;
  if (first === undefined) throw new Error('the fixture has no alert');
  const older = { report: '2026-02-20', reports: 2, days: 1 };
  const alerts = [{ ...first, since }, ...others.map((alert) => ({ ...alert, since: older }))];
  const moved = withId({ ...report, id: '2026-02-20', alerts }, '2026-02-20-2');
  expect(moved.id).toBe('2026-02-20-2');
  expect(moved.alerts[0]?.since?.report).toBe('2026-02-20-2');
  expect(moved.alerts[1]?.since?.report).toBe('2026-02-20');
});
