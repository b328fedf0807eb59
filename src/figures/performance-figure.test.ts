import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { performanceOf } from '../../tests/support/performance-world.ts';
import { verdictOf } from '../alerts/verdict.ts';
import type { PerformanceSection } from '../report/schema/performance.ts';
import type { Report } from '../report/schema/report.ts';
import { accuracy } from './accuracy.ts';
import { readFigures } from './report-figures.ts';
import { rocAuc } from './roc-auc.ts';

const healthy = fixtureReport({ errors: 0.001 });
const withPerformance = (performance: PerformanceSection): Report => {
  const report = { ...healthy, performance };
  return { ...report, figures: readFigures(report, {}) };
};
const look = (auc: number, acc: number, critical = false) => ({
  weeks: 4,
  n: 400,
  rocAuc: { fall: auc / 50, z: auc },
  accuracy: { fall: acc / 50, z: acc },
  critical,
});

describe('realised ROC AUC and accuracy', () => {
  test('are those of the newest mature window, beside the baseline', async () => {
    const performance = await performanceOf({ leads: 6_000 });
    const report = withPerformance(performance);
    for (const [definition, name] of [
      [rocAuc, 'rocAuc'],
      [accuracy, 'accuracy'],
    ] as const) {
      const figure = report.figures[definition.id];
      expect(figure).toMatchObject({
        value: performance.realised?.[name]?.value,
        interval: performance.realised?.[name]?.interval,
        n: performance.realised?.n,
        status: 'green',
      });
      if (figure === undefined) throw new Error('no figure');
      expect(definition.range(figure, report)).toMatch(/^baseline (0\.\d+|\d\d(\.\d)?\u00a0%)$/);
    }
  });

  test('the one that fell has the colour of the drop, and adds no second reason to the alert’s', async () => {
    const base = await performanceOf({ leads: 6_000 });
    const of = (looks: PerformanceSection['looks'], critical: boolean) =>
      withPerformance({ ...base, looks, drop: { ...base.drop, state: 'open', critical } }).figures;
    const statuses = (figures: Report['figures']) => [
      figures['roc-auc']?.status,
      figures['accuracy']?.status,
    ];
    expect(statuses(of([look(0.4, 4.2)], false))).toEqual(['green', 'yellow']);
    expect(statuses(of([look(7, 2, true)], true))).toEqual(['red', 'green']);
    expect(statuses(of([], true))).toEqual(['red', 'unknown']);
    const alerts = healthy.alerts.map((alert) => ({ ...alert, status: 'ok' as const }));
    const [alert] = alerts;
    if (alert === undefined) throw new Error('no alert');
    const drop = { ...alert, id: 'performance-drop', title: 'Performance drop', status: 'firing' as const };
    const report = withPerformance({
      ...base,
      status: 'yellow',
      reason: 'Accuracy fell by 3.6 points.',
      looks: [look(0.4, 4.2)],
      drop: { ...base.drop, state: 'open' },
    });
    const { reasons } = verdictOf({ ...report, alerts: [{ ...drop, severity: 'high', weighs: 'yellow' }] });
    expect(reasons.map(({ text }) => text)).toEqual(['Performance drop: Accuracy fell by 3.6 points.']);
  });

  test('are not known without outcomes, nor in a report older than performance', () => {
    const { performance: _, ...older } = healthy;
    for (const figure of [rocAuc.read(older as Report, null), accuracy.read(older as Report, null)]) {
      expect(figure).toMatchObject({ value: null, status: 'unknown', reason: expect.any(String) });
    }
  });
});
