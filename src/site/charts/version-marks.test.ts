import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { latencyOverTimeChart } from './latency-charts.ts';
import { scorePercentilesChart } from './score-charts.ts';
import { drawChart } from './static-chart.ts';
import { versionMarks } from './version-marks.ts';

const report = fixtureReport({});
const [version] = report.scores.versions;
if (version === undefined) throw new Error('the fixture names no version');
const noon = '2026-02-18T12:00:00Z';
const first = { ...version, version: '1.0', first: '2026-02-13T13:00:00Z', isNew: false };
const later = { ...version, version: '2.0', first: noon };
const withVersions = (versions: typeof report.scores.versions) => ({
  ...report,
  scores: { ...report.scores, versions },
});

test('a version is marked where it was first seen, in every series over time', () => {
  const given = withVersions([{ ...later, isNew: true }, first]);
  for (const chart of [scorePercentilesChart(given), latencyOverTimeChart(given)]) {
    if (chart === null) throw new Error('no chart');
    expect(chart.marks).toEqual([{ at: Date.parse(noon), label: '2.0', glyph: '◆' }]);
    expect(drawChart(chart).marks.map(({ label }) => label)).toEqual(['2.0']);
  }
});

test('one that was in the log before the window is not marked; an older report marks every one but the first', () => {
  expect(versionMarks(withVersions([first, { ...later, isNew: false }]))).toEqual([]);
  const { isNew: _, ...old } = first;
  expect(versionMarks(withVersions([later, old]))).toHaveLength(1);
});
