import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { metricsFile } from './open-metrics.ts';

test('the last 24 hours are families of their own, in base units and with the labels of the window’s', () => {
  const report = fixtureReport({});
  const [rate, p95] = [report.figures['success-rate'], report.figures['latency-p95']];
  if (rate === undefined || p95 === undefined) throw new Error('the fixture lacks a figure');
  const figures = {
    ...report.figures,
    'success-rate': { ...rate, now: { value: 0.875, n: 8, status: 'red' as const } },
    'latency-p95': { ...p95, now: { value: 4.5, n: 8, status: 'green' as const } },
  };
  const content = String(metricsFile({ ...report, figures }, 26).content);
  expect(content).toContain('\nlead_scoring_success_24h_ratio 0.875\n');
  expect(content).toContain('\n# UNIT lead_scoring_inference_24h_seconds seconds\n');
  expect(content).toContain('\nlead_scoring_inference_24h_seconds{percentile="0.95"} 0.0045\n');
  expect(String(metricsFile(report, 26).content)).not.toContain('success_24h');
});
