import { describe, expect, test } from 'vitest';
import type { FakePrediction } from '../../tests/support/fake-store.ts';
import { NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import { DAY_MS, MINUTE_MS } from '../wording/time.ts';
import { currentVersion, sameVersion } from './current-version.ts';
import { latencySection } from './latency.ts';
import { predictionDriftSection } from './prediction-drift.ts';
import { chooseScoreReference } from './score-reference.ts';
import { scoresSection } from './scores.ts';

/** Predictions of one version, a minute apart, the newest so long before now. */
const made = (
  modelVersion: string | null,
  count: number,
  before: number,
  score: number,
  inferenceMs = 1,
): FakePrediction[] =>
  times(count, (i) => ({ time: NOW - before - i * MINUTE_MS, modelVersion, score, inferenceMs }));

/** A new version took over a day ago. */
const REPLACED = [...made('2.0', 200, 0, 0.8, 9), ...made('1.0', 600, DAY_MS, 0.4, 2)];
const ABSENT = { status: 'absent', reason: 'none' } as const;
const NONE = { source: 'none', reason: 'No score column.' } as const;

describe('percentiles', () => {
  test('are of the version in use, and say so', async () => {
    const context = await testContext({ predictions: REPLACED });
    const reference = await chooseScoreReference(context, NONE);
    const { p50, p95, count } = await scoresSection(context, reference);
    expect(count).toBe(800);
    expect([p50.value, p95.value, p50.n]).toEqual([0.8, 0.8, 200]);
    expect(p50.reason).toMatch(/^Of model 2\.0 alone, in use since 2026-02-20 08:41 UTC\.$/);
    const latency = await latencySection(context, ABSENT);
    expect(latency.p50).toMatchObject({ value: 9, n: 200, now: { value: 9 } });
    expect(latency.p95.reason).toContain('Of model 2.0 alone');
  });

  test('are not judged where the version in use has made too few predictions', async () => {
    const predictions = [...made('2.0', 5, 0, 0.1), ...made('1.0', 600, DAY_MS, 0.4)];
    const context = await testContext({ predictions });
    const { p50 } = await scoresSection(context, await chooseScoreReference(context, NONE));
    expect(p50).toMatchObject({ value: null, status: 'unknown' });
    expect(p50.reason).toContain('5 predictions so far; at least 30 are needed');
  });

  test('of versions that took turns say that they are mixed', async () => {
    const predictions = [...made('2.0', 300, 0, 0.8), ...made('1.0', 100, 30_000, 0.4)];
    const context = await testContext({ predictions });
    const { p50 } = await scoresSection(context, await chooseScoreReference(context, NONE));
    expect(p50).toMatchObject({ value: 0.8, n: 400 });
    expect(p50.reason).toContain('2 model versions are mixed here');
    expect(p50.reason).toContain('model 2.0 75 %, model 1.0 25 %');
    const hidden = await testContext({ predictions }, { privacy: { modelVersions: false } });
    expect((await currentVersion(hidden)).note).not.toMatch(/[12]\.0/);
  });

  test('of one version, or of rows that name none beside it, say nothing', async () => {
    for (const others of [[], made(null, 50, 30_000, 0.5)]) {
      const context = await testContext({ predictions: [...made('2.0', 100, 0, 0.8), ...others] });
      expect(await currentVersion(context)).toMatchObject({ note: null, range: context.window.predictions });
    }
  });
});

describe('versions of the window', () => {
  const isNew = async (predictions: readonly FakePrediction[]) => {
    const context = await testContext({ predictions });
    const { versions } = await scoresSection(context, await chooseScoreReference(context, NONE));
    return versions.filter((version) => version.isNew).map(({ version }) => version);
  };

  test('are new where the whole log first holds them', async () => {
    expect(await isNew(REPLACED)).toEqual(['2.0']);
    expect(await isNew(made('1.0', 100, 0, 0.5))).toEqual([]);
    // One that was rolled back to is not new.
    const before = made('2.0', 10, 20 * DAY_MS, 0.8);
    expect(await isNew([...REPLACED, ...before])).toEqual(['1.0']);
    expect(await isNew([...REPLACED, ...before, ...made('1.0', 10, 19 * DAY_MS, 0.8)])).toEqual([]);
  });
});

describe('prediction drift', () => {
  const drift = async (
    predictions: readonly FakePrediction[],
    version: string | null,
    values: readonly number[] | null = times(100, (i) => 0.7 + i / 1000),
  ) => {
    const context = await testContext({ predictions });
    const given =
      values === null ? NONE : ({ source: 'reference-column', values, description: 'the column' } as const);
    return predictionDriftSection(context, await chooseScoreReference(context, given, version));
  };

  test('compares the version in use alone', async () => {
    expect(await drift(REPLACED, null)).toMatchObject({ nProduction: 200, status: 'drifted' });
    expect(await drift(REPLACED, 'v2.0')).toMatchObject({ nProduction: 200, status: 'drifted' });
  });

  test('is not tested against a reference that another version scored', async () => {
    const found = await drift(REPLACED, '1.0');
    expect(found).toMatchObject({ status: 'not-applicable', p: null });
    expect(found.reason).toContain('scored by model 1.0, the predictions by model 2.0');
  });

  test('is not tested where versions took turns', async () => {
    const found = await drift([...made('2.0', 300, 0, 0.8), ...made('1.0', 100, 30_000, 0.4)], null);
    expect(found.status).toBe('not-applicable');
    expect(found.reason).toContain('Scores of several versions');
  });

  test('against the log before the window takes that version’s part of it only', async () => {
    const old = made('1.0', 400, 10 * DAY_MS, 0.4);
    expect(await drift([...made('2.0', 100, 0, 0.8), ...old], null, null)).toMatchObject({
      status: 'not-enough-data',
      reason: expect.stringContaining('of other versions of the model'),
    });
    const spread = (rows: readonly FakePrediction[]) =>
      rows.map((row, i) => ({ ...row, score: 0.5 + (i % 50) / 100 }));
    const own = spread(made('2.0', 300, 8 * DAY_MS, 0.8));
    expect(await drift([...spread(made('2.0', 100, 0, 0.8)), ...own, ...old], null, null)).toMatchObject({
      status: 'stable',
      nReference: 300,
    });
  });
});

test('a version is the same with and without its v', () => {
  expect(sameVersion('v1.2.0', '1.2.0')).toBe(true);
  expect(sameVersion('1.2.0', '1.2.1')).toBe(false);
});
