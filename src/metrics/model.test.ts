import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, exact, NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import type { Observations } from '../report/observations.ts';
import { DAY_MS } from '../wording/time.ts';
import { benchmarkSection } from './benchmark.ts';
import { modelSection } from './model.ts';
import { playbookEntry } from './playbook.ts';
import { predictionDriftSection } from './prediction-drift.ts';

const REGISTRY: Observations['registry'] = {
  status: 'ok',
  name: 'leads',
  version: '4',
  createdAt: '2026-01-01T00:00:00.000Z',
  which: 'alias',
  whichName: 'champion',
  runId: null,
  url: 'https://user:secret@mlflow.example/#/models/leads/versions/4',
};
const UNKNOWN = { status: 'unknown', reason: 'MLFLOW_TRACKING_URI is not set' } as const;
const METADATA = { version: '3', trainedAt: '2025-06-01T00:00:00Z' };

describe('the age of the model', () => {
  const age = async (
    registry: Observations['registry'],
    modelMetadata: typeof METADATA | null,
    policy = {},
  ) => modelSection(await testContext({}, policy), { registry, modelMetadata });

  test('is by the registry, else the model’s metadata, else the policy, else unknown', async () => {
    expect(await age(REGISTRY, METADATA)).toMatchObject({
      trainedAt: '2026-01-01T00:00:00Z',
      trainedAtSource: 'registry',
      ageDays: 50.5,
    });
    expect(await age(UNKNOWN, METADATA)).toMatchObject({ trainedAtSource: 'model-metadata' });
    const policy = { model: { trainedAt: '2026-02-10T12:00:00+01:00' } };
    expect(await age(UNKNOWN, null, policy)).toMatchObject({
      trainedAt: '2026-02-10T11:00:00Z',
      trainedAtSource: 'policy',
    });
    expect(await age(UNKNOWN, null)).toMatchObject({
      trainedAtSource: 'none',
      trainedAt: null,
      ageDays: null,
    });
  });

  test('publishes no password of the registry', async () => {
    expect((await age(REGISTRY, null)).registry.url).toBe('https://mlflow.example/#/models/leads/versions/4');
  });

  test('names the version that most predictions carry', async () => {
    const predictions = ['1', '2', '2', '2', '2', '2'].map((modelVersion) => ({ time: NOW, modelVersion }));
    const model = await modelSection(await testContext({ predictions }), {
      registry: UNKNOWN,
      modelMetadata: null,
    });
    expect(model.loggedVersion).toBe('2');
  });
});

describe('the benchmark', () => {
  const measured: Observations['benchmark'] = {
    status: 'ok',
    model: 'm.onnx',
    demonstration: false,
    calls: 1_000,
    p50: 1,
    p95: 5.1,
    p99: 9,
    mean: 1,
    interval: [0.9, 1.1],
    loadMs: 3,
    sizeBytes: 10,
    inputs: [{ name: 'x', elementType: 'float32', shape: [null, 47] }],
    batches: [],
    machine: { cpu: 'CPU', cores: 2, os: 'linux', arch: 'x64' },
    runtime: 'onnxruntime-node 1, 1 thread',
    timerResolutionMs: 0.001,
  };

  test('is judged against the ONNX targets', () => {
    const section = benchmarkSection(measured, DEFAULT_POLICY);
    expect(section.targets).toEqual({
      p50: { target: 1, status: 'green' },
      p95: { target: 5, status: 'yellow' },
      p99: { target: 10, status: 'green' },
    });
    expect(section).toMatchObject({ inputs: 'x float32 [any × 47]', machine: 'CPU, 2 cores, linux, x64' });
  });

  test('that failed or is absent keeps every key, with the reason', () => {
    const failed = benchmarkSection(
      { status: 'failed', model: 'm.onnx', demonstration: false, reason: 'no graph' },
      DEFAULT_POLICY,
    );
    expect(failed).toMatchObject({ status: 'failed', p50: null, calls: 0, reason: 'No graph.' });
    const absent = benchmarkSection({ status: 'absent', reason: 'no model' }, DEFAULT_POLICY);
    expect(Object.keys(absent)).toEqual(Object.keys(failed));
  });
});

describe('prediction drift', () => {
  const section = async (n: number, values: number[]) => {
    const predictions = times(n, (i) => ({ time: NOW, score: i / n }));
    return predictionDriftSection(await testContext({ predictions }, exact()), {
      source: 'model',
      scores: { kind: 'values', values },
      n: values.length,
      description: 'the model',
    });
  };

  test('is KS on the score, drifted below 0.05', async () => {
    const same = await section(
      100,
      times(100, (i) => i / 100),
    );
    expect(same).toMatchObject({
      status: 'stable',
      statistic: 0,
      p: 1,
      referenceSource: 'model',
      action: null,
    });
    const moved = await section(
      100,
      times(100, (i) => i / 200),
    );
    // scipy.stats.ks_2samp(np.arange(100) / 200, np.arange(100) / 100)
    expect(moved).toMatchObject({ status: 'drifted', statistic: 0.5 });
    expect((moved.p ?? 0) / 1.0024645454361508e-11).toBeCloseTo(1, 9);
    expect(moved.action).not.toBeNull();
  });

  test('needs thirty scores on each side', async () => {
    expect(
      await section(
        29,
        times(100, (i) => i / 100),
      ),
    ).toMatchObject({ status: 'not-enough-data', p: null });
    expect(
      await section(
        30,
        times(30, (i) => i / 30),
      ),
    ).toMatchObject({ status: 'stable' });
    expect(
      (
        await section(
          30,
          times(29, (i) => i / 30),
        )
      ).reason,
    ).toBe('29 reference scores and 30 predictions; at least 30 of each are needed.');
  });

  test('is not-enough-data without a reference or a prediction, never a guess', async () => {
    const none = { source: 'none', scores: null, n: 0, description: '' } as const;
    const context = await testContext({ predictions: [{ time: NOW - 8 * DAY_MS }] });
    expect(await predictionDriftSection(context, none)).toMatchObject({
      status: 'not-enough-data',
      referenceSource: 'none',
    });
  });
});

describe('the playbook', () => {
  test('has the guide’s entries, whatever the case, and one for each type', () => {
    expect(playbookEntry('industry', 'categorical', DEFAULT_POLICY).cause).toBe('Targeting a new vertical');
    expect(playbookEntry('companySize', 'categorical', DEFAULT_POLICY).action).toMatch(/thresholds/);
    expect(playbookEntry('constructor', 'text', DEFAULT_POLICY)).toEqual(DEFAULT_POLICY.playbook.types.text);
  });
});
