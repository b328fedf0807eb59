import { expect, test } from 'vitest';
import { rankingFixture } from '../../tests/support/fixtures/ranking.ts';
import { judgedRow, judgeLift, judgePrecision, topWords } from './top-of-list.ts';

const precision = (value: number, low: number, high: number) =>
  judgePrecision(rankingFixture({ precision: { value, interval: [low, high] } })).status;

test('precision is red, yellow or green where its interval says so surely, and unknown between', () => {
  expect(precision(0.4, 0.3, 0.49)).toBe('red');
  expect(precision(0.45, 0.4, 0.5)).toBe('yellow');
  expect(precision(0.55, 0.52, 0.59)).toBe('yellow');
  expect(precision(0.55, 0.5, 0.61)).toBe('green');
  expect(precision(0.62, 0.4, 0.8)).toBe('green');
  const between = judgePrecision(rankingFixture({ precision: { value: 0.55, interval: [0.4, 0.7] } }));
  expect(between).toMatchObject({ status: 'unknown', reason: expect.stringContaining('too few leads') });
});

test('lift is red below its minimum, and not judged where no ranking could reach that', () => {
  const lift = (value: number, high: number, share = 0.6) =>
    judgeLift(
      rankingFixture({
        precision: { value: share, interval: [share, share] },
        lift: { value, interval: [0.5, high] },
      }),
    );
  expect(lift(1.2, 1.4).status).toBe('red');
  expect(lift(1.2, 1.6).status).toBe('green');
  // 0.9 engaged of the top and 1.2 times as many as at random: 75 % of all, so at most 1.33 times.
  expect(lift(1.2, 1.3, 0.9)).toMatchObject({
    status: 'unknown',
    reason: expect.stringContaining('above 1.33'),
  });
  expect(judgeLift(rankingFixture({ lift: null }))).toMatchObject({ status: 'unknown', estimate: null });
});

test('without outcomes, or in a report older than the section, nothing is judged and the reason is said', () => {
  const none = rankingFixture({ rows: [], reason: 'Not judged: there are no outcomes.' });
  expect(judgedRow(none)).toBeUndefined();
  expect(judgePrecision(none)).toEqual({
    status: 'unknown',
    estimate: null,
    n: 0,
    reason: 'Not judged: there are no outcomes.',
  });
  expect(judgeLift(undefined).reason).toMatch(/not judged/);
});

test('a top is named as the policy gives it', () => {
  expect([0.1, 0.05, 50, 1].map(topWords)).toEqual(['top 10 %', 'top 5 %', 'top 50 leads', 'top 1 lead']);
});
