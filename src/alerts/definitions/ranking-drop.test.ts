import { expect, test } from 'vitest';
import { rankingFixture } from '../../../tests/support/fixtures/ranking.ts';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import { alertReasons } from '../alert-reasons.ts';
import { rankingDrop } from './ranking-drop.ts';

const policy = rankingDrop.policy.parse(undefined);
const judge = (given: Parameters<typeof rankingFixture>[0]) =>
  rankingDrop.judge({ ...fixtureReport(), ranking: rankingFixture(given) }, policy);

test('fires only where the whole interval lies below the stop or the minimum', () => {
  const precision = (value: number, high: number) =>
    judge({ precision: { value, interval: [0.2, high] }, lift: { value: 1.6, interval: [1.1, 2] } });
  expect(precision(0.3, 0.49)).toMatchObject({ judged: true, value: 0.3, breach: true });
  expect(precision(0.3, 0.51)).toMatchObject({ judged: true, breach: false });
  expect(judge({ lift: { value: 1.2, interval: [1, 1.49] } })).toMatchObject({
    breach: true,
    fact: expect.stringContaining('1.2 times as many'),
  });
  expect(judge({ lift: { value: 1.2, interval: [1, 1.51] } })).toMatchObject({ breach: false });
});

test('is not judged without outcomes at the top, nor in an older report', () => {
  expect(judge({ rows: [], reason: 'Not judged: too few.' })).toMatchObject({
    judged: false,
    reason: 'Not judged: too few.',
  });
  expect(rankingDrop.judge(fixtureReport(), policy)).toMatchObject({ judged: false });
});

test('beside a critical fall of performance it is one problem, beside a lesser one the graver of two', () => {
  const report = fixtureReport();
  const ranking = rankingFixture({ precision: { value: 0.3, interval: [0.2, 0.4] } });
  const texts = (status: 'red' | 'yellow') => {
    const performance = { status, reason: 'ROC AUC fell.', drop: { state: 'open' } } as PerformanceSection;
    const alerts = report.alerts.map((alert) => ({
      ...alert,
      status: /^(ranking|performance)-drop$/.test(alert.id) ? ('firing' as const) : ('ok' as const),
      ...(alert.id === 'performance-drop' ? { weighs: status } : {}),
    }));
    return (['red', 'yellow'] as const).map((weight) =>
      alertReasons({ ...report, ranking, alerts, performance }, weight).map(({ text }) => text),
    );
  };
  // The section of performance says it.
  expect(texts('red')).toEqual([[], []]);
  expect(texts('yellow')).toEqual([
    [expect.stringMatching(/^Ranking drop: Of the top 10 % \(100 leads\) 30 % engaged/)],
    ['Performance drop: ROC AUC fell.'],
  ]);
});
