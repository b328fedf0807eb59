import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import {
  categoriesCaption,
  ecdfCaption,
  featureFinding,
  featureHistogramCaption,
} from '../captions/feature.ts';
import { requestsCaption } from '../captions/health.ts';
import { latencyHistogramCaption } from '../captions/latency.ts';
import { scoreHistogramCaption } from '../captions/scores.ts';
import { featurePages, listedReports, reportIds } from './archive.ts';
import { changesOf } from './changes.ts';
import { comparableReports } from './comparable-reports.ts';
import { compareSummaries } from './compare-summaries.ts';
import { byImportance, driftRows } from './drift-table.ts';
import { definitions } from './glossary.ts';
import { nextSteps } from './next-steps.ts';
import { proseParts } from './prose.ts';
import { reportsBetween } from './report-times.ts';
import { recentTrend, wholeTrend } from './trend-series.ts';

const plain = (text: string): string => text.replace(/\u00a0/g, ' ');
const drifted = fixtureReport({ shift: 1, scoreShift: 0.1 });
const feature = (name: string) => {
  const found = drifted.drift.features.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

describe('captions say the finding', () => {
  test('a numeric feature', () => {
    const caption = plain(featureHistogramCaption(feature('llm_decision_maker')));
    expect(caption).toMatch(/^The median rose from 49(\.\d)? to 61(\.\d)?, /);
    expect(plain(ecdfCaption(feature('llm_decision_maker')))).toMatch(
      /furthest apart at \d+\.\d, by 0\.3\d+/,
    );
  });

  test('a categorical feature', () => {
    expect(plain(categoriesCaption(feature('llm_industry')))).toBe(
      'The largest change: “Finance” rose from 20.5 % to 93.9 % of rows. 3 rare categories are pooled.',
    );
  });

  test('a feature in one sentence', () => {
    expect(plain(featureFinding(feature('llm_industry')))).toMatch(
      /^p .* is below 0\.05; the shift is large/,
    );
    expect(featureFinding(feature('jobtitle'))).toBe('free text is shown, and left out of the share');
  });

  test('scores, latency and requests', () => {
    expect(plain(scoreHistogramCaption(drifted))).toContain('They moved away from the reference');
    expect(plain(latencyHistogramCaption(drifted))).toContain('within the target of 5 ms');
    expect(plain(requestsCaption(fixtureReport({ errors: 0 })))).toMatch(/^All 1,200 requests succeeded\./);
  });
});

describe('the drift table', () => {
  test('begins with what drifted and is large', () => {
    const order = byImportance(drifted.drift.features);
    expect(order.slice(0, 2).map((f) => f.effect?.word)).toEqual(['large', 'large']);
    expect(order.at(-1)?.status).toBe('not-applicable');
  });

  test('aligns its numbers: the same decimals in a whole column', () => {
    const rows = driftRows(drifted).filter((row) => row.p !== '–');
    expect(rows.every((row) => /^(<\u00a0)?\d\.\d{4}$/.test(row.p))).toBe(true);
    expect(rows.every((row) => /^\d\.\d{3}$/.test(row.effect))).toBe(true);
  });
});

test('what to do next: alerts with their owner first, the same advice once', () => {
  const steps = nextSteps(fixtureReport({ shift: 1, slow: true, red: true, errors: 0.3 }));
  expect(steps[0]).toMatchObject({ title: 'API down', owner: 'Infrastructure' });
  expect(new Set(steps.map((step) => step.action)).size).toBe(steps.length);
  expect(steps.at(-1)?.title).toBe('Retrain');
});

describe('runs', () => {
  const data = fixtureSite({ runs: 20, pruned: 4, featurePageReports: 2 });

  test('every report has an address, pruned ones too', () => {
    expect(listedReports(data).length).toBe(data.runs.length + 4);
    expect(reportIds(data)).toEqual(data.runs.map((run) => run.id));
    expect(new Set(featurePages(data).map((page) => page.params.id))).toEqual(
      new Set(data.runs.slice(0, 2).map((run) => run.id)),
    );
  });

  test('a simulated report has a page, though it is not archived', () => {
    const simulated = fixtureSite({ current: { simulated: true }, runs: 2 });
    expect(reportIds(simulated)).toContain(simulated.current.id);
    expect(simulated.runs.map((run) => run.id)).not.toContain(simulated.current.id);
  });

  test('changes are those since the last report, by report', () => {
    const view = changesOf(data, data.current);
    expect(view.previousId).toBe('2026-02-19');
    expect(view.week?.id).toBe('2026-02-13');
    expect(changesOf(data, data.read('2026-02-18')).previousId).toBe('2026-02-17');
  });

  test('a year of reports is shown by week, the newest one by one', () => {
    const many = fixtureSite({ runs: 2 }).runs;
    const [base] = many;
    if (base === undefined) throw new Error('no report');
    const runs = Array.from({ length: 400 }, (_, i) => ({
      ...base,
      generatedAt: new Date(Date.parse(base.generatedAt) - i * 86_400_000).toISOString(),
      figures: { ...base.figures, 'success-rate': i % 2 },
    }));
    expect(recentTrend(runs).runs.length).toBe(90);
    const whole = wholeTrend(runs);
    expect(whole.unit).toBe('week');
    expect(whole.runs.length).toBeLessThan(60);
    expect([0, 1]).toContain(whole.runs[3]?.value((run) => run.figures['success-rate'] ?? null));
  });

  test('the reports of a span are found by halving as by looking at each', () => {
    const from = Date.parse('2026-02-03T00:00:00Z');
    const to = Date.parse('2026-02-15T12:05:00Z');
    const looked = data.runs.filter(
      (n) => Date.parse(n.generatedAt) >= from && Date.parse(n.generatedAt) <= to,
    );
    expect(reportsBetween(data.runs, from, to)).toEqual(looked);
    expect(looked.length).toBeGreaterThan(5);
  });

  test('two reports are compared by what they show', () => {
    const { labels, runs } = comparableReports(data.runs.slice(0, 2));
    const [after, before] = runs;
    if (after === undefined || before === undefined) throw new Error('no reports');
    const compared = compareSummaries(labels, before, after);
    expect(compared.figures.map((row) => row.id)).toContain('latency-p95');
    expect(compareSummaries(labels, after, after).began).toEqual([]);
  });
});

test('every term of the glossary has an anchor of its own', () => {
  const ids = definitions().map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

test('backticks are code', () => {
  expect(proseParts('set `A` now')).toEqual([
    { text: 'set ', code: false },
    { text: 'A', code: true },
    { text: ' now', code: false },
  ]);
  expect(proseParts('a ` b')).toEqual([{ text: 'a ` b', code: false }]);
});
