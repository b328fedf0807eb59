import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import { latencySection, resembles } from './latency.ts';

const ABSENT = { status: 'absent', reason: 'no model' } as const;
const constant = (inferenceMs: number | null) => ({
  predictions: times(10, () => ({ time: NOW, inferenceMs })),
});

describe('targets', () => {
  test.each([
    [1, ['green', 'green', 'green']],
    [1.001, ['yellow', 'green', 'green']],
    [5, ['yellow', 'green', 'green']],
    [10, ['yellow', 'yellow', 'green']],
    [50, ['yellow', 'yellow', 'yellow']],
    [50.1, ['yellow', 'red', 'yellow']],
    [100, ['yellow', 'red', 'yellow']],
    [100.1, ['yellow', 'red', 'red']],
  ])('%d ms throughout', async (ms, statuses) => {
    const { p50, p95, p99, remedies } = await latencySection(await testContext(constant(ms)), ABSENT);
    expect([p50.status, p95.status, p99.status]).toEqual(statuses);
    expect(remedies).toHaveLength(ms <= 1 ? 0 : 3);
  });

  test('are not judged without a latency', async () => {
    const latency = await latencySection(await testContext(constant(null)), ABSENT);
    expect(latency).toMatchObject({ status: 'unknown', count: 0, histogram: { edges: [], production: [] } });
    expect(latency.p95.reason).toContain('inference_ms');
  });
});

describe('which runtime it looks like', () => {
  const runtime = (values: number[]) => resembles({ n: 10, values }, DEFAULT_POLICY, ABSENT).runtime;

  test('is the first whose three targets are met', () => {
    expect(runtime([1, 5, 10])).toBe('onnx');
    expect(runtime([1, 5, 10.1])).toBe('joblib');
    expect(runtime([5, 20, 50])).toBe('joblib');
    expect(runtime([5, 20, 51])).toBe('neither');
    expect(resembles({ n: 0, values: [] }, DEFAULT_POLICY, ABSENT).runtime).toBe('unknown');
  });
});

describe('histogram', () => {
  test('holds every latency on log-spaced edges, zero below them', async () => {
    const values = [0, 0.01, 0.5, 3, 60, 900];
    const context = await testContext({
      predictions: values.map((inferenceMs) => ({ time: NOW, inferenceMs })),
    });
    const { histogram } = await latencySection(context, ABSENT);
    const counted = histogram.production.reduce((sum, count) => sum + count, 0);
    expect(histogram.below + counted + histogram.above).toBe(6);
    expect(histogram.above).toBe(0);
    expect(histogram.edges.length).toBeLessThanOrEqual(25);
    expect(histogram.edges).toEqual([...new Set(histogram.edges)].sort((a, b) => a - b));
  });

  test('shows a narrow range in several bins', async () => {
    const predictions = times(46, (i) => ({ time: NOW, inferenceMs: 35 + i }));
    const { histogram } = await latencySection(await testContext({ predictions }), ABSENT);
    expect(histogram.production.filter((count) => count > 0).length).toBeGreaterThan(8);
  });
});

test.each([2, 1.7976931348623157e308])(
  'draws a latency as large as a double can be, beside %d',
  async (ms) => {
    const context = await testContext({
      predictions: [
        { time: NOW, score: 0.5, label: 'engaged', inferenceMs: 1.7976931348623157e308 },
        { time: NOW, score: 0.5, label: 'engaged', inferenceMs: ms },
      ],
    });
    const { histogram } = await latencySection(context, { status: 'absent', reason: 'none' });
    expect(histogram.edges.every(Number.isFinite)).toBe(true);
    expect(histogram.production.reduce((sum, n) => sum + n, histogram.below + histogram.above)).toBe(2);
  },
);
