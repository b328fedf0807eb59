import { expect, test } from 'vitest';
import { NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import { mergeRows, predictionsSection } from './predictions.ts';

const row = (time: number, score: number) => ({
  time,
  score,
  label: 'x',
  inferenceMs: 1,
  modelVersion: null,
});

test('ships enough rows that each preset finds twenty', async () => {
  const predictions = [
    ...times(30, (i) => ({ time: NOW - i, score: 0.1 })),
    ...times(30, (i) => ({ time: NOW - 1_000 - i, score: 0.9 })),
    ...times(30, (i) => ({ time: NOW - 2_000 - i, score: 0.5 })),
  ];
  const { rows, shown } = await predictionsSection(await testContext({ predictions }));
  expect(shown).toBe(20);
  expect(rows).toHaveLength(60);
  expect(rows.filter((r) => r.score > 0.7)).toHaveLength(20);
  expect(rows.filter((r) => r.score >= 0.4 && r.score <= 0.6)).toHaveLength(20);
  const newestFirst = rows.map((r) => Date.parse(r.time ?? ''));
  expect(newestFirst).toEqual(newestFirst.toSorted((a, b) => b - a));
});

test('takes high confidence as above 0.7, and uncertain with both ends', async () => {
  const newest = times(20, (i) => ({ time: NOW - i, score: 0.1 }));
  const older = [0.7, 0.7000001, 0.4, 0.6, 0.61].map((score) => ({ time: NOW - 1_000, score }));
  const { rows } = await predictionsSection(await testContext({ predictions: [...newest, ...older] }));
  expect(
    rows
      .filter((r) => r.score > 0.1)
      .map((r) => r.score)
      .sort(),
  ).toEqual([0.4, 0.6, 0.7000001]);
});

test('keeps rows that are equal, and none twice', () => {
  expect(
    mergeRows([
      [row(2, 0.5), row(2, 0.5)],
      [row(2, 0.5), row(1, 0.5)],
    ]),
  ).toHaveLength(3);
});

test('carries nothing of the input', async () => {
  const context = await testContext({
    predictions: [
      { time: NOW, score: 0.8, label: 'engaged', input: { jobtitle: 'Secret' } },
      { time: NOW - 1_000, score: 0.7, label: 'ada@example.org', input: {} },
    ],
  });
  const { rows } = await predictionsSection(context);
  expect(rows).toEqual([
    { time: '2026-02-20T12:00:00Z', score: 0.8, label: 'engaged', inferenceMs: 1, modelVersion: '(other)' },
    { time: '2026-02-20T11:59:00Z', score: 0.7, label: '(other)', inferenceMs: 1, modelVersion: '(other)' },
  ]);
});

test('says why there is none', async () => {
  expect((await predictionsSection(await testContext({ predictions: [] }))).reason).toBe(
    'No prediction in the window.',
  );
});

test.each([
  ['minute', '2026-02-20T11:58:00Z'],
  ['hour', '2026-02-20T11:00:00Z'],
  ['hidden', null],
])('gives times to the %s', async (predictionTimes, expected) => {
  const predictions = [{ time: NOW - 61_234 }];
  const { rows } = await predictionsSection(
    await testContext({ predictions }, { privacy: { predictionTimes } }),
  );
  expect(rows.map(({ time }) => time)).toEqual([expected]);
});
