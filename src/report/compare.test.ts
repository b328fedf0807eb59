import { expect, test } from 'vitest';
import { withFigures } from '../../tests/support/figures.ts';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { compareReports } from './compare.ts';
import type { Report } from './schema/report.ts';

const calm = fixtureReport({ rows: 200, errors: 0 });
const edited = (edit: (report: Report) => void): Report => {
  const copy = structuredClone(calm);
  edit(copy);
  return withFigures(copy);
};

test('the same report twice: nothing changed, every figure stands', () => {
  const { unchanged, changes, figures } = compareReports(calm, calm);
  expect({ unchanged, changes }).toEqual({ unchanged: true, changes: [] });
  expect(figures).toContainEqual({
    id: 'success-rate',
    label: 'Success rate',
    unit: 'share',
    before: 1,
    after: 1,
    words: { before: '100\u00a0%', after: '100\u00a0%' },
  });
});

test('a figure that moves inside its range is a figure, not a change', () => {
  const after = edited((report) => {
    report.scores.p50.value = 0.41;
  });
  const comparison = compareReports(calm, after);
  expect(comparison.unchanged).toBe(true);
  expect(comparison.figures.find((figure) => figure.id === 'score-p50')).toMatchObject({
    before: calm.scores.p50.value,
    after: 0.41,
  });
});

const WORDS = { green: 'Healthy', yellow: 'Attention', red: 'Critical', unknown: 'Unknown' };

test.each([
  ['green', 'red', 'worse'],
  ['red', 'yellow', 'better'],
  ['green', 'unknown', 'neutral'],
  ['unknown', 'red', 'neutral'],
] as const)('success rate %s to %s is %s', (before, after, direction) => {
  const at = (status: typeof before | typeof after) =>
    edited((report) => {
      report.health.successRate.status = status;
    });
  expect(compareReports(at(before), at(after)).changes).toEqual([
    {
      kind: 'status',
      id: 'success-rate',
      direction,
      text: `The success rate went from ${WORDS[before]} to ${WORDS[after]}.`,
      section: 'health',
    },
  ]);
});

test('features that begin and stop drifting, come and go', () => {
  const [first, second, third] = calm.drift.features;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few features');
  const before = edited((report) => {
    const feature = report.drift.features[0];
    if (feature !== undefined) feature.status = 'drifted';
    report.drift.features.splice(2, 1);
  });
  const after = edited((report) => {
    const [a, b] = report.drift.features;
    if (a !== undefined) a.status = 'stable';
    if (b !== undefined) b.status = 'drifted';
    report.drift.features.pop();
  });
  const last = calm.drift.features.at(-1);
  expect(compareReports(before, after).changes).toEqual([
    {
      kind: 'feature',
      id: first.slug,
      direction: 'better',
      text: `${first.name} stopped drifting.`,
      section: `drift#feature-${first.slug}`,
    },
    {
      kind: 'feature',
      id: second.slug,
      direction: 'worse',
      text: `${second.name} began to drift.`,
      section: `drift#feature-${second.slug}`,
    },
    {
      kind: 'feature',
      id: third.slug,
      direction: 'neutral',
      text: `${third.name} is new in the report.`,
      section: `drift#feature-${third.slug}`,
    },
    {
      kind: 'feature',
      id: last?.slug,
      direction: 'neutral',
      text: `${last?.name} is not in the report any more.`,
      section: 'drift',
    },
  ]);
});

test('alerts that begin and stop firing name their owner', () => {
  const firing = edited((report) => {
    const alert = report.alerts.find(({ id }) => id === 'api-down');
    if (alert !== undefined) Object.assign(alert, { status: 'firing', owner: 'Infrastructure' });
  });
  const title = calm.alerts.find(({ id }) => id === 'api-down')?.title;
  expect(compareReports(calm, firing).changes).toEqual([
    {
      kind: 'alert',
      id: 'api-down',
      direction: 'worse',
      text: `${title} began to fire (Infrastructure).`,
      section: 'alerts',
    },
  ]);
  expect(compareReports(firing, calm).changes).toMatchObject([
    { direction: 'better', text: `${title} stopped firing.` },
  ]);
});

test('an alert that had fired and is over has not begun', () => {
  const fired = edited((report) => {
    const alert = report.alerts[0];
    if (alert !== undefined) alert.status = 'fired';
  });
  expect(compareReports(calm, fired).unchanged).toBe(true);
});

test('model, retraining, diagnosis and thresholds', () => {
  const after = edited((report) => {
    report.model.loggedVersion = '0.4.0';
    report.retraining.recommended = !report.retraining.recommended;
    report.diagnosis.kind = 'both';
    const entry = report.policy.find(({ key }) => key === 'drift.alpha');
    if (entry !== undefined) entry.value = 0.01;
  });
  expect(compareReports(calm, after).changes.map(({ kind, text }) => [kind, text])).toEqual([
    ['retraining', expect.stringMatching(/^Retraining is (now|no longer) recommended\.$/)],
    ['diagnosis', `The diagnosis went from ${calm.diagnosis.kind} to both.`],
    ['model', 'The model version went from 0.3.0 to 0.4.0.'],
    ['policy', 'The policy changed: drift.alpha.'],
  ]);
});
