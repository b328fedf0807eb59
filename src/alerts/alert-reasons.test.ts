import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import type { PerformanceSection } from '../report/schema/performance.ts';
import { policySchema } from '../settings/policy-schema.ts';
import { alertReasons } from './alert-reasons.ts';
import { performanceDrop } from './definitions/performance-drop.ts';
import { judgeAlerts } from './judge-alerts.ts';

/** A report whose alert of this id fires with a value that says little by itself. */
function firing(id: string, value: number) {
  const report = fixtureReport();
  const alerts = report.alerts.map((alert) =>
    alert.id === id ? { ...alert, status: 'firing' as const, value } : alert,
  );
  return { ...report, alerts };
}

test('an alert says its value beside its threshold', () => {
  const report = firing('model-age', 5.25);
  expect(alertReasons(report, 'yellow').map(({ text }) => text)).toEqual([
    'Model age: 5.25 months, threshold 3.',
  ]);
});

test('a fall of performance is told by how far it fell, not by standard errors', () => {
  const report = fixtureReport();
  const [first] = report.alerts;
  if (first === undefined) throw new Error('the fixture has no alert');
  const alert = { ...first, id: 'performance-drop', title: 'Performance drop', severity: 'high' as const };
  const reason = 'Accuracy fell by 3.6 points over the last 4 mature weeks (4,624 outcomes).';
  // Of the section, the reason and the state are read.
  const performance = {
    status: 'yellow',
    judgement: 'judged',
    reason,
    drop: { state: 'open', z: 6.01 },
  } as PerformanceSection;
  const { alerts: policies } = policySchema.parse({});
  const sections = { ...report, performance };
  const [judged] = judgeAlerts({ sections, evidence: new Map(), policies }, [performanceDrop]);
  expect(judged).toMatchObject({ status: 'firing', severity: 'high', weighs: 'yellow' });
  const fell = { ...report, performance, alerts: [{ ...alert, ...judged }] };
  expect(alertReasons(fell, 'yellow').map(({ text }) => text)).toEqual([`Performance drop: ${reason}`]);
  expect(alertReasons(fell, 'red')).toEqual([]);
});
