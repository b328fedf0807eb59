import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { type Finding, findingsOf, incidentId } from './incident-findings.ts';

const [alert] = fixtureReport({}).alerts;
if (alert === undefined) throw new Error('the fixture has no alert');
const since = { report: '2026-02-18', reports: 3, days: 2 };
const firing = { ...alert, status: 'firing' as const, since };
const run = {
  id: '2026-02-18',
  generatedAt: '2026-02-18T06:00:00Z',
  modelVersion: null,
  figures: {},
  firing: [],
  unjudged: [],
};

test('what fired before incidents were recorded keeps the day on which it began', () => {
  expect(findingsOf([firing], [run])[0]?.since).toEqual({ report: run.id, at: run.generatedAt, reports: 3 });
  expect(findingsOf([firing], [{ ...run, incidents: [] }])[0]?.since).toBeNull();
  expect(findingsOf([firing], [])[0]?.since).toBeNull();
});

test('an episode within the log that is over does not fire', () => {
  expect(findingsOf([{ ...firing, status: 'fired' }], [])[0]?.status).toBe('ok');
});

test('performance and ranking are one problem', () => {
  const found = findingsOf(
    ['performance-drop', 'ranking-drop', 'model-age'].map((id) => ({ ...firing, id })),
    [],
  );
  expect(found.map(({ problem }) => problem)).toEqual(['performance', 'performance', 'model-age']);
});

test('the id is of the rule, the segment and the day, whatever run of the day it is', () => {
  const of = (report: string, segment: string | null = null, rule = 'a'): string =>
    incidentId({ rule, segment } as Finding, '2026-02-18T06:00:00Z', report);
  expect(of('2026-02-18')).toBe('a.2026-02-18');
  expect(of('2026-02-18-2')).toBe('a.2026-02-18');
  expect(of('hourly-7')).toBe('a.2026-02-18.hourly-7');
  expect(of('2026-02-18', 'france')).toBe('a.france.2026-02-18');
  expect(of('2026-02-18', 'France')).not.toBe(of('2026-02-18', 'france'));
  expect(of('2026-02-18', 'x'.repeat(300)).length).toBeLessThan(120);
});
