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

test('the age of the report can be computed and judged by a scraper alone', () => {
  const report = { ...fixtureReport({}), generatedAt: '2026-02-20T12:05:00Z' };
  const content = String(metricsFile(report, 26).content);
  const sample = (name: string): number =>
    Number(new RegExp(`^lead_scoring_${name} (\\S+)$`, 'm').exec(content)?.[1]);
  expect(sample('report_timestamp_seconds')).toBe(1_771_589_100);
  expect(sample('report_stale_after_seconds')).toBe(93_600);
  expect(content).toContain('# UNIT lead_scoring_report_timestamp_seconds seconds\n');
});
