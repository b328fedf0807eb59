import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { Report } from '../../report/schema/report.ts';
import { answersOf } from './answers.ts';

const stateOf = (report: Report) => answersOf(report).map(({ status }) => status);

test('the model is unknown without outcomes, and as bad as the worse of ranking and performance with them', () => {
  const none = fixtureReport({ shift: 1 });
  expect(stateOf(none)).toEqual(['unknown', none.health.status, none.drift.status]);
  expect(answersOf(none)[0]?.section).toBe('outcomes');
  const ranked = fixtureReport({ ranking: true });
  const ranking = ranked.ranking;
  if (ranking === undefined) throw new Error('no ranking');
  expect(answersOf(ranked)[0]).toMatchObject({ status: ranking.status, section: 'ranking' });
  const performance = (status: 'red' | 'unknown') => ({ status }) as NonNullable<Report['performance']>;
  const good = { ...ranking, status: 'green' as const };
  const fallen = { ...ranked, ranking: good, performance: performance('red') };
  expect(stateOf(fallen)[0]).toBe('red');
  expect(answersOf(fallen)[0]?.section).toBe('outcomes');
  // What was not judged does not hide what was.
  expect(stateOf({ ...ranked, ranking: good, performance: performance('unknown') })[0]).toBe('green');
});

test('an API of which only predictions are known is not called healthy', () => {
  const silent = fixtureReport({ requests: false });
  const api = { ...silent.health.api, status: 'unknown' as const };
  expect(stateOf({ ...silent, health: { ...silent.health, status: 'green', api } })[1]).toBe('unknown');
});

test('an outage that is over is said to be over, as on the page of health', () => {
  const { health } = fixtureReport();
  const red = fixtureReport({ errors: 0.3 });
  expect(stateOf(red)[1]).not.toBe('green');
  expect(stateOf({ ...red, health })[1]).toBe(health.status);
});
