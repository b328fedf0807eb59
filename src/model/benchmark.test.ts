import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { oneStump, temporaryFile } from '../../tests/support/models.ts';
import { benchmarkModel } from './benchmark.ts';
import { writeOnnx } from './onnx-writer.ts';

const demonstration = fileURLToPath(new URL('../../data/model/demonstration.onnx', import.meta.url));

/** A clock that advances by 1 ms on each read, so that every call takes exactly 1 ms. */
const tickingClock = () => {
  let now = 0;
  return () => (now += 1);
};

test('figures come from the clock: every call of one tick gives 1 ms throughout', async () => {
  const modelPath = temporaryFile('model.onnx', writeOnnx(oneStump()));
  const result = await benchmarkModel({
    modelPath,
    demonstration: false,
    calls: 200,
    batchSizes: [1, 4],
    clock: tickingClock(),
  });
  expect(result).toMatchObject({
    status: 'ok',
    model: 'model.onnx',
    demonstration: false,
    calls: 200,
    p50: 1,
    p95: 1,
    p99: 1,
    mean: 1,
    interval: [1, 1],
    timerResolutionMs: 1,
    batches: [
      { size: 1, p50: 1, p95: 1, perRowMs: 1 },
      { size: 4, p50: 1, p95: 1, perRowMs: 0.25 },
    ],
  });
  expect(result.status === 'ok' && result.runtime).toMatch(/^onnxruntime-node \d+\.\d+\.\d+, 1 thread$/);
});

test('the demonstration model that ships is timed and within the targets by a wide margin', async () => {
  const result = await benchmarkModel({ modelPath: demonstration, demonstration: true, calls: 200 });
  expect(result.status).toBe('ok');
  if (result.status !== 'ok') return;
  expect(result.p50).toBeGreaterThan(0);
  expect(result.p50).toBeLessThanOrEqual(result.p95);
  expect(result.p95).toBeLessThanOrEqual(result.p99);
  expect(result.batches.map((batch) => batch.size)).toEqual([1, 10, 100, 1000]);
  expect(() => JSON.stringify(result)).not.toThrow();
});

test('a file that cannot be loaded is failed with the reason, not an error', async () => {
  const result = await benchmarkModel({
    modelPath: temporaryFile('broken.onnx', 'junk'),
    demonstration: false,
  });
  expect(result).toMatchObject({ status: 'failed', model: 'broken.onnx' });
  expect(result.status === 'failed' && result.reason).toMatch(/^broken\.onnx: is not a usable ONNX model/);
});

test('a model that gives no probability is failed', async () => {
  const modelPath = temporaryFile('regression.onnx', writeOnnx(oneStump({ link: 'identity' })));
  const result = await benchmarkModel({
    modelPath,
    demonstration: false,
    calls: 10,
    referenceRows: [[0, 0]],
  });
  expect(result.status === 'failed' && result.reason).toMatch(/not a probability/);
});

test('a path where nothing lies is absent', async () => {
  expect(await benchmarkModel({ modelPath: '/nowhere/model.onnx', demonstration: false })).toEqual({
    status: 'absent',
    reason: 'there is no model.onnx',
  });
});
