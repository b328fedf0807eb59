import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { type ReportValue, suggestRule } from '../../alerts/rules/suggest-rules.ts';
import type { Report } from '../../report/schema/report.ts';
import { summarize } from '../../report/summary.ts';
import type { Readings } from './readings.ts';
import { segmentRanges } from './segment-ranges.ts';

const base = fixtureReport({ rows: 40 });
const DAY_MS = 86_400_000;
const runs = Array.from({ length: 40 }, (_, i) => {
  const generatedAt = new Date(Date.parse(base.generatedAt) - i * DAY_MS).toISOString();
  return { ...summarize(base), id: `r${i}`, generatedAt };
});
const segments = (names: readonly string[]) =>
  ({
    features: [{ feature: 'country', segments: names.map((value, i) => ({ value, share: 0.5 / (i + 1) })) }],
  }) as unknown as NonNullable<Report['segments']>;
/** Every other report says 0.2, the others 0.3. */
const readings = (names: readonly string[]): Readings => ({
  highest: () => null,
  of: (report, measure, segment) =>
    measure === 'segment-share' && segment === 'country=France'
      ? Number(report.slice(1)) % 2 === 0
        ? 0.2
        : 0.3
      : null,
  newest: { ...base, segments: segments(names) },
  fewestRows: new Map(),
});

test('a segment has the range of its share in the archive, tried on every report', () => {
  const [share] = segmentRanges(readings(['France'])).candidates;
  if (share === undefined) throw new Error('no candidate');
  const points = runs.map((run): ReportValue => ({ run, value: share.readValue(run) ?? 0 }));
  const found = suggestRule(points, share.figure, share.path.at(-1) ?? '', share.make);
  expect(found).toMatchObject({ made: true, replay: { falseAlarms: 0, reports: 40 } });
  // Quartiles 0.2 and 0.3: 0.2 − 0.15 and 0.3 + 0.15.
  expect(found.made ? share.toPolicy(found.rule) : null).toEqual({
    title: 'Share of leads: country=France',
    figure: 'segment-share',
    segment: 'country=France',
    ...{ below: 0.05, above: 0.45, severity: 'low' },
  });
});

test('a report without segments suggests none; of many the largest are tried', () => {
  expect(segmentRanges({ ...readings([]), newest: null })).toEqual({ candidates: [], more: 0 });
  const many = Array.from({ length: 25 }, (_, i) => `Land ${i}`);
  const found = segmentRanges(readings(many));
  expect(found.more).toBe(5);
  expect(JSON.stringify(found.candidates.map(({ path }) => path))).not.toContain('land-24');
});
