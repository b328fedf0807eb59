import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import { summarize } from '../../report/summary.ts';
import { incidentTimeline } from './incident-timeline.ts';

const DAY = 86_400_000;
const base = fixtureReport({});
const END = Date.parse(base.generatedAt);

const incident = (id: string, change: Partial<Incident> = {}): Incident =>
  ({
    id,
    title: `Title of ${id.split('.')[0] ?? ''}`,
    state: 'open',
    peak: 'high',
    explains: [],
    ...change,
  }) as Incident;
/** The report of so many days before the current one. */
const before = (days: number, incidents: readonly Incident[], modelVersion = '1') => ({
  ...summarize({ ...base, id: `r${days}`, generatedAt: new Date(END - days * DAY).toISOString() }),
  ...{ modelVersion, incidents },
});
const current = (incidents: readonly Incident[]) => ({
  ...base,
  incidents: [...incidents],
  model: { ...base.model, loggedVersion: '2' },
});
const timeline = (runs: ReturnType<typeof before>[], now: readonly Incident[]) =>
  incidentTimeline({ current: current(now), runs, pruned: [] });

test('an incident is one span from its first report to its last, and over in the report that says so', () => {
  const found = timeline(
    [
      before(3, [incident('a.1')]),
      before(2, [incident('a.1', { peak: 'critical' })]),
      before(1, [incident('a.1', { state: 'recovered' })]),
    ],
    [],
  );
  expect(found.rows).toHaveLength(1);
  expect(found.rows[0]?.spans).toMatchObject([
    { from: 86, to: 87, reports: 2, severity: 'critical', open: false, tone: 'red' },
  ]);
});

test('what is open comes first, and two incidents of one rule share a row', () => {
  const found = timeline(
    [before(60, [incident('a.1')]), before(40, [incident('a.2')]), before(2, [incident('b.1')])],
    [incident('c.1', { peak: 'low' })],
  );
  expect(found.rows.map(({ title, spans }) => [title, spans.length])).toEqual([
    ['Title of c', 1],
    ['Title of b', 1],
    ['Title of a', 2],
  ]);
  expect(found.rows[0]?.spans[0]).toMatchObject({ open: true, from: 89, to: 89, tone: 'yellow' });
});

test('nothing older than 90 days is shown, and versions are marked where they took over', () => {
  const found = timeline([before(89, []), before(90, [incident('a.1')]), before(5, [], '1')], []);
  expect(found.rows).toEqual([]);
  expect(found.versions).toEqual([{ day: 89, version: '2' }]);
});

test('reports that know no incidents show what fired, a run for each time', () => {
  const fired = (days: number, firing: string[]) => {
    const { incidents, ...run } = before(days, []);
    return { ...run, firing };
  };
  const runs = [fired(4, ['model-age']), fired(3, ['model-age']), fired(2, []), fired(1, ['model-age'])];
  const found = incidentTimeline({ current: current([]), runs, pruned: [] });
  expect(found.rows[0]?.spans.map(({ from, to }) => [from, to])).toEqual([
    [85, 86],
    [88, 88],
  ]);
});

test('at most fifteen rows are shown, and the others counted', () => {
  const many = Array.from({ length: 20 }, (_, i) => incident(`rule${i}.1`));
  expect(timeline([], many)).toMatchObject({ hidden: 5 });
  expect(timeline([], many).rows).toHaveLength(15);
});
