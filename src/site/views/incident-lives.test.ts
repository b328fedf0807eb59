import { expect, test } from 'vitest';
import { fixtureIncident } from '../../../tests/support/fixtures/incident.ts';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import { summarize } from '../../report/summary.ts';
import { calendarYear, dayWords } from '../charts/calendar.ts';
import { archivedLives, incidentLives, lifeWords, listedLives, titleWords } from './incident-lives.ts';

const DAY = 86_400_000;
const base = fixtureReport({});
const END = Date.parse(base.generatedAt);
const time = (days: number): string => new Date(END - days * DAY).toISOString();
const before = (days: number, incidents: readonly Incident[]) => ({
  ...summarize({ ...base, id: time(days).slice(0, 10), generatedAt: time(days) }),
  incidents,
});
const one = (id: string, over: Partial<Incident> = {}) =>
  fixtureIncident({ id, title: id, state: 'open', ...over });

const explains: Incident['explains'] = [
  { kind: 'feature', name: 'industry', detail: 'large shift' },
  { kind: 'version', name: '0.4.0', detail: null },
];

test('each incident is one life, also over reports that were pruned or are missing', () => {
  const lives = incidentLives({
    current: { ...base, incidents: [one('b', { peak: 'low', reports: 2, explains })] },
    runs: [
      before(1, [one('b', { reports: 1 }), one('a', { state: 'recovered' })]),
      before(6, [one('a', { reports: 2 })]),
    ],
    pruned: [{ prunedAt: time(0), summary: before(9, [one('a')]) }],
  });
  expect(lives).toEqual([
    {
      ...{
        title: 'a',
        severity: 'high',
        tone: 'red',
        first: time(9),
        last: time(6),
        reports: 2,
        open: false,
      },
      ...{
        firstIn: time(9).slice(0, 10),
        lastIn: time(6).slice(0, 10),
        cameWith: 'feature companysize (medium shift)',
      },
    },
    {
      ...{
        title: 'b',
        severity: 'low',
        tone: 'yellow',
        first: time(1),
        last: time(0),
        reports: 2,
        open: true,
      },
      ...{
        firstIn: time(1).slice(0, 10),
        lastIn: base.id,
        cameWith: 'feature industry (large shift) and model version 0.4.0',
      },
    },
  ]);
  expect(lives.map(lifeWords).map((words) => words.replaceAll('\u00a0', ' '))).toEqual(['3 days', '24 h']);
});

test('a table lists those that are open, then the newest, and no more than thirty', () => {
  const life = (i: number, open: boolean) => ({
    ...{ title: `i${i}`, severity: 'high' as const, tone: 'red' as const, first: time(i), last: time(i) },
    ...{ firstIn: 'r', lastIn: 'r', reports: 1, cameWith: null, open },
  });
  const lives = Array.from({ length: 40 }, (_, i) => life(40 - i, i === 0));
  const listed = listedLives(lives);
  expect(listed).toHaveLength(30);
  expect(listed.slice(0, 3).map(({ title }) => title)).toEqual(['i40', 'i1', 'i2']);
  // As the timeline has them, by what they are about.
  expect(listedLives(lives.toSorted((a, b) => b.title.localeCompare(a.title)))).toEqual(listed);
  expect(lifeWords(life(1, false))).toBe('one report');
});

test('reports after the current one do not count', () => {
  const { incidents: _, ...quiet } = base;
  const lives = incidentLives({
    current: { ...quiet, alerts: [] },
    runs: [before(-3, [one('a')])],
    pruned: [],
  });
  expect(lives).toEqual([]);
});

test('two titles are named, the others counted', () => {
  expect(titleWords([])).toBe('');
  expect(titleWords(['a', 'b', 'a'])).toBe('a and b');
  expect(titleWords(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more');
});

test('a day of the calendar says its verdict and what incidents its report saw, not those that were over', () => {
  const summary = {
    ...before(0, [one('Data drift'), one('API down'), one('Old', { state: 'recovered' })]),
    status: 'red' as const,
  };
  const day = time(0).slice(0, 10);
  const { days } = calendarYear(Number(day.slice(0, 4)), [{ summary, prunedAt: null }]);
  const cell = days.find((one) => one.day === day)?.report;
  if (cell == null) throw new Error('no report on that day');
  expect(dayWords(day, cell)).toBe(`${day}: Critical, 2\u00a0incidents: Data drift and API down`);
  expect(dayWords(day, { ...cell, incidents: [] })).toBe(`${day}: Critical`);
});

test('a second run of a report counts no second time', () => {
  const rerun = { ...before(1, [one('a', { reports: 1 })]), id: `${time(1).slice(0, 10)}-2` };
  const data = { current: { ...base, incidents: [one('a', { reports: 2 })] }, pruned: [] };
  const [life] = incidentLives({ ...data, runs: [rerun, before(1, [one('a', { reports: 1 })])] });
  expect(life).toMatchObject({ first: time(1), last: time(0), reports: 2 });
});

test('simulated and archived reports have lives of their own', () => {
  const data = {
    current: { ...base, simulated: true, incidents: [one('simulated')] },
    runs: [before(1, [one('a')]), before(2, [one('a'), one('b')])],
    pruned: [],
  };
  expect(incidentLives(data).map(({ title }) => title)).toEqual(['simulated']);
  expect(archivedLives(data)).toMatchObject([
    { title: 'a', open: true, last: time(1) },
    { title: 'b', open: false },
  ]);
  expect(archivedLives({ ...data, runs: [] })).toEqual([]);
});
