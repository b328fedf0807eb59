import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { alertOverWords, overWords } from './over.ts';

test('says when it ended, how long it lasted and how bad it was', () => {
  const ended = { since: '2026-02-20T14:10:00Z', longestMs: 7_200_000, peak: 0.38 };
  const peak = (value: number) => `${value * 100} %`;
  expect(overWords({ ...ended, episodes: 1 }, peak)).toBe(
    'over since 2026-02-20 14:10 UTC, lasted 2 h, peak 38 %',
  );
  expect(overWords({ ...ended, episodes: 3 }, peak)).toBe(
    'over since 2026-02-20 14:10 UTC, 3 episodes, the longest of 2 h, peak 38 %',
  );
});

test('an alert that fired says it of its last episode, in its own unit; any other says nothing', () => {
  const alert = fixtureReport({}).alerts.find(({ id }) => id === 'high-error-rate');
  if (alert === undefined) throw new Error('the fixture lacks the alert');
  const episodes = [
    { start: '2026-02-18T00:00:00Z', end: '2026-02-18T09:00:00Z', peak: 0.9, count: 9 },
    { start: '2026-02-19T12:00:00Z', end: '2026-02-19T12:30:00Z', peak: 0.25, count: 9 },
  ];
  expect(alertOverWords({ ...alert, status: 'fired', episodes })).toBe(
    'over since 2026-02-19 12:30 UTC, lasted 30 min, peak 25 % of requests',
  );
  expect(alertOverWords({ ...alert, status: 'firing', episodes })).toBeNull();
  expect(alertOverWords({ ...alert, status: 'fired', episodes: [] })).toBeNull();
});
