import { expect, test } from 'vitest';
import type { EarlierRun } from '../earlier-run.ts';
import { insideIncident, makeBand, makeLimit, makeRange, suggestRule } from './suggest-rules.ts';

const DAY = 86_400_000;
const NEWEST = Date.parse('2026-02-20T06:00:00Z');
const run = (i: number, change: Partial<EarlierRun> = {}): EarlierRun => ({
  id: `r${i}`,
  generatedAt: new Date(NEWEST - i * DAY).toISOString(),
  modelVersion: null,
  figures: {},
  firing: [],
  unjudged: [],
  ...change,
});
/** Newest first. */
const points = (values: readonly number[]) =>
  values.map((value, i) => ({ value, run: run(i, { figures: { traffic: value } }) }));
const alternating = (n: number, low = 10, high = 20): number[] =>
  Array.from({ length: n }, (_, i) => (i % 2 === 0 ? low : high));

test('a range lies at Tukey’s fences, within the unit, rounded outwards', () => {
  // Quartiles 10 and 20: 10 − 15 and 20 + 15; a count is never below 0.
  expect(makeRange('traffic', 'count')(alternating(40))).toMatchObject({ below: 0, above: 35 });
  // Quartiles 0.2014 and 0.3028: 0.2014 − 0.1521 and 0.3028 + 0.1521.
  const share = makeRange('engagement-rate', 'share')(alternating(40, 0.2014, 0.3028));
  expect(share).toMatchObject({ below: 0.0493, above: 0.455 });
  expect(makeRange('score-p95', 'score')(alternating(40, 0.7, 0.9))).toMatchObject({ below: 0.4, above: 1 });
  expect(makeRange('latency-p95', 'ms')(alternating(40, 1e-9, 2e-9))?.above).toBe(3.5e-9);
});

test('values that do not vary decide nothing, and a limit only what is tighter than the one in force', () => {
  expect(makeRange('traffic', 'count')(Array(40).fill(7))).toBeNull();
  expect(makeBand('traffic', 'Traffic')(Array(40).fill(7))).toBeNull();
  expect(makeLimit('data-age', 36)(alternating(40))).toMatchObject({ above: 35 });
  expect(makeLimit('data-age', 35)(alternating(40))).toBeNull();
});

const suggest = (values: readonly number[]) =>
  suggestRule(points(values), { id: 'traffic', unit: 'count' }, 'x', makeRange('traffic', 'count'));

test('each report is judged by what the others suggest', () => {
  expect(suggest(alternating(40))).toMatchObject({ made: true, replay: { falseAlarms: 0, reports: 40 } });
  expect(suggest([...alternating(40), 36])).toMatchObject({ replay: { falseAlarms: 1, reports: 41 } });
  // Exactly at the end is inside.
  expect(suggest([...alternating(40), 35])).toMatchObject({ replay: { falseAlarms: 0, reports: 41 } });
  // Two of 42 are 4.8 %, three of 43 are 7 %.
  expect(suggest([...alternating(40), 99, 99])).toMatchObject({ replay: { falseAlarms: 2, reports: 42 } });
  expect(suggest([...alternating(40), 99, 99, 99])).toMatchObject({
    made: false,
    reason: expect.stringContaining('3 of 43'),
  });
});

test('fewer than 28 reports suggest nothing', () => {
  expect(suggest(alternating(27))).toMatchObject({
    made: false,
    reason: expect.stringMatching(/^27 reports/),
  });
  expect(suggest(alternating(28))).toMatchObject({ made: true });
});

test('a band judges each report by those before it, from the 29th on', () => {
  const steady = Array.from({ length: 60 }, (_, i) => 1000 + ((i * 7) % 17));
  const band = (values: readonly number[]) =>
    suggestRule(points(values), { id: 'traffic', unit: 'count' }, 'x', makeBand('traffic', 'Traffic'));
  expect(band(steady)).toMatchObject({ replay: { falseAlarms: 0, reports: 32 } });
  expect(band([100, ...steady.slice(1)])).toMatchObject({ replay: { falseAlarms: 1, reports: 32 } });
  expect(band(steady.slice(0, 28))).toMatchObject({ made: false, reason: expect.stringMatching(/judged/) });
});

test('a report is inside an incident until that has recovered or is the new level', () => {
  const incident = (state: string, reports: number) =>
    insideIncident(run(0, { incidents: [{ state, reports }] as never, firing: ['x'] }));
  expect(incident('opened', 1)).toBe(true);
  expect(incident('open', 28)).toBe(true);
  expect(incident('open', 29)).toBe(false);
  expect(incident('recovered', 3)).toBe(false);
  expect(insideIncident(run(0, { firing: ['x'] }))).toBe(true);
  expect(insideIncident(run(0))).toBe(false);
});
