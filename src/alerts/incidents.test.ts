import { expect, test } from 'vitest';
import type { Incident } from '../report/schema/incidents.ts';
import type { Finding } from './incident-findings.ts';
import { incidentsOf } from './incidents.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-02-01T06:00:00Z');

const finding = (rule: string, status: Finding['status'], change: Partial<Finding> = {}): Finding => ({
  rule,
  segment: null,
  problem: rule,
  title: rule,
  severity: 'medium',
  owner: 'Data science',
  action: 'Look.',
  explanation: `${rule} ${status}.`,
  value: 2,
  threshold: 1,
  unit: 'rows',
  status,
  since: null,
  ...change,
});

/** One report a day; each is given its findings. */
function reports(...days: readonly (readonly Finding[])[]): Incident[][] {
  let previous: Incident[] = [];
  return days.map((findings, day) => {
    const now = START + day * DAY;
    const id = new Date(now).toISOString().slice(0, 10);
    previous = incidentsOf({ findings, previous, id, now, reminderDays: 3, explain: () => [] });
    return previous;
  });
}

const told = (all: readonly (readonly Incident[])[]): (string | null)[][] =>
  all.map((incidents) => incidents.map(({ event }) => event));

const fires = finding('a', 'firing');
const ok = finding('a', 'ok');

test('opens, stays open, recovers once, and opens again as another', () => {
  const all = reports([ok], [fires], [fires], [ok], [ok], [fires]);
  expect(told(all)).toEqual([[], ['opened'], [null], ['recovered'], [], ['opened']]);
  expect(all.map(([incident]) => incident?.id)).toEqual([
    undefined,
    'a.2026-02-02',
    'a.2026-02-02',
    'a.2026-02-02',
    undefined,
    'a.2026-02-06',
  ]);
  expect(all[3]?.[0]).toMatchObject({ state: 'recovered', openedIn: '2026-02-02', reports: 3, days: 2 });
});

test('a rule that cannot be judged neither opens nor ends one', () => {
  const all = reports([finding('a', 'unknown')], [fires], [finding('a', 'unknown')], [fires], [ok]);
  expect(told(all)).toEqual([[], ['opened'], [null], [null], ['recovered']]);
});

test('a rule that the policy no longer has is over', () => {
  expect(told(reports([fires], []))).toEqual([['opened'], ['recovered']]);
});

test('is told again after the days of the policy, in the first report from then on', () => {
  const day = [fires];
  expect(told(reports(day, day, day, day, day, day, day)).flat()).toEqual([
    'opened',
    null,
    null,
    'reminder-1',
    null,
    null,
    'reminder-2',
  ]);
});

test('gets worse with a rise of severity, once for each level', () => {
  const high = finding('a', 'firing', { severity: 'high' });
  const all = reports([fires], [high], [fires], [high]);
  expect(told(all)).toEqual([['opened'], ['worse-1'], [null], ['reminder-1']]);
  expect(all.flat().map(({ severity }) => severity)).toEqual(['medium', 'high', 'medium', 'high']);
  expect(all[1]?.[0]?.lastWorse).toBe('2026-02-02T06:00:00Z');
});

test('findings on one problem are one incident, over when all of them are', () => {
  const problem = 'performance';
  const ranking = finding('ranking-drop', 'firing', { problem });
  const drop = finding('performance-drop', 'firing', { problem, severity: 'high' });
  const over = (one: Finding): Finding => ({ ...one, status: 'ok' });
  const all = reports([ranking, over(drop)], [drop, ranking], [drop, over(ranking)], [over(drop)]);
  expect(told(all)).toEqual([['opened'], ['worse-1'], [null], ['recovered']]);
  expect(new Set(all.flat().map(({ id }) => id))).toEqual(new Set(['ranking-drop.2026-02-01']));
  expect(all[1]?.[0]).toMatchObject({ title: 'performance-drop', severity: 'high', rule: 'ranking-drop' });
  expect(all[2]?.[0]?.members.map(({ rule, fires: now }) => [rule, now])).toEqual([
    ['ranking-drop', false],
    ['performance-drop', true],
  ]);
});

test('segments have incidents of their own, ten of a rule at most', () => {
  const segment = (name: string) => finding('s', 'firing', { segment: name, problem: `s/${name}` });
  const names = Array.from({ length: 14 }, (_, i) => `Länder ${i}`);
  const all = reports(names.map(segment), names.toReversed().map(segment));
  const ids = all.map((incidents) => incidents.map(({ id }) => id).sort());
  expect(ids[0]).toHaveLength(10);
  expect(ids[1]).toEqual(ids[0]);
  for (const id of ids[0] ?? []) expect(id).toMatch(/^s\.l-nder-\d-[0-9a-f]{8}\.2026-02-01$/);
});
