import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { figureReasons } from './reasons.ts';

const bad = fixtureReport({ shift: 1, scoreShift: 0.3, slow: true, errors: 0.3 });
const NONE: ReadonlySet<string> = new Set();

test('a report in which every figure is in its range gives no reason', () => {
  expect(figureReasons(fixtureReport({ errors: 0.001 }), NONE)).toEqual([]);
});

test('figures that share a sentence are said in one, at the weight that inference may have', () => {
  const [slow, ...others] = figureReasons(bad, NONE).filter(({ section }) => section === 'latency');
  expect(others).toEqual([]);
  expect(slow).toMatchObject({ id: 'latency-p50', status: 'yellow' });
  expect(slow?.text).toMatch(
    /^Inference is slower than its targets: p50 [\d.]+ ms \(target 1 ms\), p95 [\d.]+ ms \(target 5 ms\), p99 [\d.]+ ms \(target 10 ms\)\.$/,
  );
});

test('what a firing alert says already is not said again', () => {
  const ids = (firing: ReadonlySet<string>) => figureReasons(bad, firing).map(({ id }) => id);
  expect(ids(NONE)).toContain('prediction-drift-p');
  expect(ids(new Set(['prediction-drift']))).not.toContain('prediction-drift-p');
});

test('a red figure weighs red where its definition lets it', () => {
  const weights = new Map(figureReasons(bad, NONE).map(({ id, status }) => [id, status]));
  expect(bad.figures['latency-p95']?.status).toBe('red');
  expect(weights.get('success-rate')).toBe('red');
  expect(weights.get('drift-share')).toBe('red');
});

test('a figure just outside its range never looks as if it lay within', () => {
  const report = fixtureReport({ errors: 0.001 });
  const rate = report.figures['engagement-rate'];
  if (rate === undefined) throw new Error('no rate');
  const figures = {
    ...report.figures,
    'engagement-rate': { ...rate, value: 0.40004, status: 'yellow' as const },
  };
  expect(figureReasons({ ...report, figures }, NONE).map(({ text }) => text)).toEqual([
    'Engagement rate 40.004 %, outside 15 % to 40 %.',
  ]);
});
