import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { EarlierRun } from '../earlier-run.ts';
import { judgeRules } from './judge-rules.ts';
import { MEASURES } from './measures.ts';
import { rulePolicy } from './rule-policy.ts';

const NOW = Date.parse('2026-02-20T06:00:00Z');
const report = fixtureReport({});
const [first] = report.drift.features;
if (first === undefined) throw new Error('the fixture has no feature');
const template = first;

/** A report whose features miss so many values, significantly. */
const missing = (rates: Readonly<Record<string, number | null>>): typeof report => ({
  ...report,
  drift: {
    ...report.drift,
    features: Object.entries(rates).map(([name, rate]) => ({
      ...template,
      name,
      missing: {
        status: rate === null ? ('not-enough-data' as const) : ('drifted' as const),
        ...{ referenceShare: 0, productionShare: rate ?? 0, p: 0, reason: null },
      },
    })),
  },
});
const run = (change: Partial<EarlierRun> = {}): EarlierRun => ({
  ...{ id: '2026-02-19', generatedAt: '2026-02-19T06:00:00Z', modelVersion: null },
  ...{ figures: {}, firing: [], unjudged: [], breached: [], incidents: [] },
  ...change,
});
const judge = (policy: object, sections = missing({}), earlier: readonly EarlierRun[] = []) => {
  const rule = { id: 'r', weight: 0, policy: rulePolicy.parse(policy) };
  return judgeRules([rule], { sections, earlier, now: NOW })[0];
};

test('a headline figure makes one alert, with label, unit and words of the figure', () => {
  const figures = { ...report.figures, traffic: { ...template, ...report.figures['traffic'], value: 40 } };
  const alert = judge({ figure: 'traffic', below: 50, owner: 'Sales' }, {
    ...report,
    figures,
  } as typeof report);
  expect(alert).toMatchObject({
    id: 'r',
    status: 'firing',
    value: 40,
    threshold: 50,
    owner: 'Sales',
    figure: 'traffic',
  });
  expect(alert?.explanation).toMatch(/: 40; fires below 50\.$/);
});

test('a figure without a value, and one that is gone, are not judged', () => {
  expect(judge({ figure: 'gone', below: 50 })).toMatchObject({
    status: 'unknown',
    explanation: 'There is no such figure.',
  });
  const figures = {};
  expect(judge({ figure: 'traffic', below: 50 }, { ...report, figures })).toMatchObject({
    status: 'unknown',
  });
});

test('a measure of features names those that breach it, the worst first', () => {
  const alert = judge(
    { figure: 'missing-rate-rise', above: { medium: 0.1, high: 0.5 } },
    missing({ a: 0.2, b: 0.6, c: 0.05 }),
  );
  expect(alert).toMatchObject({ status: 'firing', severity: 'high', value: 0.6, threshold: 0.5 });
  expect(alert?.segments?.map(({ segment, severity }) => [segment, severity])).toEqual([
    ['b', 'high'],
    ['a', 'medium'],
  ]);
  expect(alert?.explanation).toContain('2 fire: b, a.');
});

test('a rule on one feature looks at no other', () => {
  const alert = judge(
    { figure: 'missing-rate-rise', above: 0.1, segment: 'c' },
    missing({ a: 0.2, c: 0.05 }),
  );
  expect(alert).toMatchObject({ status: 'ok', value: 0.05, segments: [] });
  expect(judge({ figure: 'missing-rate-rise', above: 0.1, segment: 'd' }, missing({ a: 0.2 }))).toMatchObject(
    { status: 'unknown' },
  );
});

test('"2 of 3" waits for the second breach of that feature, and lasts until there is only one', () => {
  const rule = { figure: 'missing-rate-rise', above: 0.1, for: '2 of 3' };
  const now = (earlier: readonly EarlierRun[], rate: number) => judge(rule, missing({ a: rate }), earlier);
  expect(now([], 0.2)).toMatchObject({
    status: 'ok',
    breach: true,
    segments: [{ segment: 'a', status: 'waiting' }],
  });
  const once = run({ breached: ['r', 'r/a'] });
  expect(now([once], 0.2)).toMatchObject({ status: 'firing' });
  expect(now([run({ breached: ['r', 'r/b'] })], 0.2)).toMatchObject({ status: 'ok' });
  expect(now([once, once], 0.05)).toMatchObject({ status: 'firing', breach: false });
  expect(now([run(), once], 0.05)).toMatchObject({ status: 'ok' });
});

test('an open incident’s feature that can no longer be judged is listed as unknown, any other is not', () => {
  const member = { rule: 'r', segment: 'a', title: 'r', severity: 'medium' as const, fires: true };
  const incidents = [{ state: 'open', members: [member] }] as unknown as EarlierRun['incidents'];
  const sections = missing({ a: null, b: null, c: 0 });
  const alert = judge({ figure: 'missing-rate-rise', above: 0.1 }, sections, [
    run({ incidents: incidents ?? [] }),
  ]);
  expect(alert?.segments).toMatchObject([{ segment: 'a', status: 'unknown' }]);
});

test('at most twenty features are listed, and a switched-off rule makes no alert', () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, 0.2 + i / 100]));
  expect(judge({ figure: 'missing-rate-rise', above: 0.1 }, missing(many))?.segments).toHaveLength(20);
  expect(judge({ figure: 'missing-rate-rise', above: 0.1, enabled: false })).toBeUndefined();
});

test.each(MEASURES.map((measure) => [measure.id, measure] as const))(
  '%s reads a report of any kind',
  (_, measure) => {
    const { segments, ...without } = report;
    for (const sections of [report, without, missing({})]) {
      for (const { value, segment } of measure.read(sections)) {
        expect(value === null || Number.isFinite(value)).toBe(true);
        expect(segment === null).toBe(
          measure.of === 'report' || (segment === null && measure.id === 'segment-gap'),
        );
      }
    }
  },
);
