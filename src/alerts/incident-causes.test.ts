import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { causesOf } from './incident-causes.ts';

const report = fixtureReport({});
const opened = { rule: 'performance-drop', segment: null, openedAt: '2026-02-18T06:00:00Z' };
const model = (loggedVersion: string | null, createdAt: string | null) => ({
  ...report.model,
  loggedVersion,
  registry: { ...report.model.registry, name: 'leads', version: '3', createdAt },
});
const run = (day: string, modelVersion: string | null) => ({
  ...{ id: day, generatedAt: `${day}T06:00:00Z`, modelVersion, figures: {}, firing: [], unjudged: [] },
});
const at = { ...report, generatedAt: '2026-02-20T06:00:00Z', model: model('2', null) };
const quiet = { ...at, drift: { ...at.drift, features: [] } };

test('a version that took over within the week before it is named, an older one is not', () => {
  const since = (day: string) =>
    causesOf(opened, quiet, [run('2026-02-19', '2'), run(day, '2'), run('2026-01-20', '1')]);
  expect(since('2026-02-14')).toEqual([
    { kind: 'version', name: '2', detail: 'since 2026-02-14, before it 1' },
  ]);
  expect(since('2026-02-01')).toEqual([]);
});

test('a report without a version does not count as a change', () => {
  const runs = [run('2026-02-19', null), run('2026-02-18', '2')];
  expect(causesOf(opened, quiet, runs)).toEqual([]);
});

test('a release of the registry within the week is named', () => {
  const released = (createdAt: string) => causesOf(opened, { ...quiet, model: model('2', createdAt) }, []);
  expect(released('2026-02-17T00:00:00Z')).toEqual([
    { kind: 'release', name: 'leads 3', detail: 'registered 2026-02-17' },
  ]);
  expect(released('2025-02-17T00:00:00Z')).toEqual([]);
});

test('drifted features are named, three at most, and never for the API', () => {
  const [feature] = report.drift.features;
  if (feature === undefined) throw new Error('the fixture has no feature');
  const effect = { name: 'PSI', value: 0.4, word: 'large' as const, interval: null };
  const features = ['a', 'b', 'c', 'd'].map((name) => ({
    ...feature,
    name,
    status: 'drifted' as const,
    effect,
  }));
  const drifted = { ...at, drift: { ...at.drift, features } };
  expect(causesOf(opened, drifted, []).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(causesOf({ ...opened, rule: 'api-down' }, drifted, [])).toEqual([]);
  expect(causesOf({ ...opened, segment: 'industry' }, drifted, [])).toEqual([]);
  const [alert] = report.alerts;
  const alerts = alert === undefined ? [] : [{ ...alert, id: 'own', figure: 'traffic' }];
  expect(causesOf({ ...opened, rule: 'own' }, { ...drifted, alerts }, [])).toEqual([]);
});
