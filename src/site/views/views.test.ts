import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import { pairFixture } from '../../../tests/support/fixtures/versions.ts';
import type { Report } from '../../report/schema/report.ts';
import {
  categoriesCaption,
  countedWords,
  ecdfCaption,
  featureAnswer,
  featureFinding,
  featureHistogramCaption,
} from '../captions/feature.ts';
import { requestsCaption } from '../captions/health.ts';
import { latencyHistogramCaption } from '../captions/latency.ts';
import { scoreHistogramCaption } from '../captions/scores.ts';
import { featurePages, listedReports, reportIds } from './archive.ts';
import { attributionSummary, betweenVersions, movedRows, restWords, valueBars } from './attribution.ts';
import { changesOf } from './changes.ts';
import { comparableReports } from './comparable-reports.ts';
import { compareSummaries } from './compare-summaries.ts';
import { byImportance, driftRows } from './drift-table.ts';
import { definitions } from './glossary.ts';
import { performanceWeeks } from './performance.ts';
import { proseParts } from './prose.ts';
import { reportsBetween } from './report-times.ts';
import { recentTrend, wholeTrend } from './trend-series.ts';
import { movedFeatures } from './what-moved.ts';

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
      'The largest change: “Finance” rose from 20.1 % to 85.6 % of leads. 3 rare categories are pooled for privacy.',
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

  test('aligns its numbers at the decimal point, without zeros that look like precision', () => {
    const rows = driftRows(drifted).filter((row) => row.p !== '–');
    expect(rows.every((row) => /^(<\u00a0)?\d[.\u2008][\d\u2007]{4}$/.test(row.p))).toBe(true);
    expect(rows.every((row) => /^\d[.\u2008][\d\u2007]{3}$/.test(row.effect))).toBe(true);
    const [feature] = drifted.drift.features.filter(({ scoreKind }) => scoreKind === 'p');
    if (feature === undefined) throw new Error('no feature');
    const shown = [0.1, 1, 0.0489, 0.00012, 0.00001].map((p) => {
      const drift = { ...drifted.drift, features: [{ ...feature, p, pAdjusted: p }] };
      return driftRows({ ...drifted, drift })[0]?.p;
    });
    expect(shown).toEqual([
      '0.1\u2007\u2007\u2007',
      '1\u2008\u2007\u2007\u2007\u2007',
      '0.0489',
      '0.0001',
      '<\u00a00.0001',
    ]);
  });
});

describe('what moved the scores', () => {
  const row = (name: string, contribution: number, low: number, high: number) => ({
    feature: name,
    with: [],
    contribution,
    interval: [low, high] as [number, number],
  });
  const report: Report = {
    ...drifted,
    attribution: {
      method: 'surrogate',
      reason: null,
      against: 'reference',
      r2: { reference: 0.91, production: 0.85 },
      nReference: 2_000,
      nProduction: 1_200,
      total: 0.036,
      totalInterval: [0.02, 0.052],
      rows: [
        row('llm_industry', 0.04, 0.03, 0.05),
        row('companysize', -0.002, -0.006, 0.003),
        row('timezone', 0.001, -0.02, 0.022),
      ],
      rest: -0.003,
      values: [
        {
          feature: 'llm_industry',
          points: [
            { name: 'Finance', range: null, reference: null, production: { n: 900, mean: 0.61 } },
            { name: null, range: [1, 2.5], reference: { n: 40, mean: 0.3 }, production: null },
          ],
        },
      ],
      notes: [],
    },
  };

  test('the drift table can be sorted by it', () => {
    const rows = new Map(driftRows(report).map((own) => [own.name, own]));
    expect(rows.get('llm_industry')).toMatchObject({
      scores: '+0.04',
      scoresWords: 'moves scores by +0.04 (0.03 to 0.05)',
    });
    expect(rows.get('companysize')?.scoresWords).toBe('does not matter to the scores');
    expect(rows.get('timezone')).toMatchObject({ scores: '+0.001', scoresWords: null });
    expect(rows.get('llm_quality')).toMatchObject({ scores: '–', sort: { scores: -1 } });
    const sorted = [...rows.values()].sort((a, b) => b.sort.scores - a.sort.scores);
    expect(sorted.slice(0, 3).map((own) => own.name)).toEqual(['llm_industry', 'companysize', 'timezone']);
  });

  test('the page of a feature answers first: what moved, how much, since when, and what it means', () => {
    const since = { report: '2026-02-12', reports: 9, days: 8 };
    const moved = { ...feature('llm_industry'), since };
    const answer = plain(featureAnswer(moved, report.attribution, report.generatedAt));
    expect(answer).toMatch(
      /^“Finance” went from 20\.1 % to 85\.6 % of leads\. Large shift \(Cramér’s V 0\.\d+\), beyond chance \(p .+\), drifting since 12 Feb, 9 reports, moves scores by \+0\.04 \(0\.03 to 0\.05\)\.$/,
    );
    const stable = plain(featureAnswer(feature('llm_quality'), undefined, report.generatedAt));
    expect(stable).toMatch(/^The median .+ shift .+, no more than chance \(p 0\.\d+\)\.$/);
    expect(featureAnswer(feature('jobtitle'), report.attribution, report.generatedAt)).toBe(
      'Free text is shown, and left out of the share.',
    );
  });

  test('a page of a feature says where its test counts rows and its shares leads', () => {
    const once = { nProduction: 200, missingProduction: 10, p: 0.01 };
    // Each lead once, but for a few: nothing to say.
    expect(countedWords(once, 213)).toBeNull();
    expect(plain(countedWords(once, 600) ?? '')).toMatch(
      /about 210 leads once; the test counts their 600 predictions/,
    );
    expect(countedWords({ ...once, p: null }, 600)).toBeNull();
    expect(countedWords({ nProduction: 0, missingProduction: 0, p: 0.01 }, 600)).toBeNull();
  });

  test('the overview names only what moved them, and the summary says how it is known', () => {
    const movers = movedRows(report).filter(({ effect }) => effect === 'moves scores');
    expect(movers.map(({ names }) => names)).toEqual(['llm_industry']);
    if (report.attribution === undefined) throw new Error('no attribution');
    expect(plain(attributionSummary(report.attribution))).toBe(
      'The mean score changed by +0.04 (95 % interval 0.02 to 0.05) against the reference, over 2,000 rows and 1,200 rows. Split by trees fitted to the logged scores, which stand in for the model; they explain 91 % of the scores’ variance in the reference and 85 % in the window.',
    );
    const none = { ...report.attribution, method: 'none' as const, reason: 'Too few rows.' };
    expect(attributionSummary(none)).toBe('Too few rows.');
  });

  const changed = (total: number, rest: number) =>
    report.attribution === undefined ? 'no attribution' : restWords({ ...report.attribution, total, rest });

  test.each([
    [0.02, -0.03, 'What is left, −0.03, is larger than the whole change (+0.02):'],
    [0.001, 0.012, 'What is left, +0.012, is larger than the whole change (+0.001):'],
    [-0.05, -0.03, 'What is left, −0.03, is more than these features explain together (−0.02):'],
  ])('of a change of %s with %s left it says so', (total, rest, words) => {
    expect(plain(changed(total, rest) ?? '')).toContain(words);
  });

  test.each([
    [0.05, 0.02],
    [0.001, 0.009],
    [0, 0],
  ])('a change of %s with %s left needs no caveat', (total, rest) => {
    expect(changed(total, rest)).toBeNull();
  });

  test('beside it stands what a second version makes of the same leads', () => {
    const pairs = [pairFixture(), pairFixture({ sameLeads: null })];
    const words = betweenVersions({ modelVersions: pairs }).map(plain);
    expect(words).toEqual([expect.stringContaining('0.4.0 (shadow) changes the mean score by')]);
    expect(betweenVersions({})).toEqual([]);
  });

  test('mean score by value, with a gap where a side has too few rows', () => {
    expect(valueBars(report.attribution, 'llm_industry')).toEqual([
      {
        ...{ value: 'Finance', reference: '–', nReference: '–', production: '0.61', nProduction: '900' },
        bars: { reference: 0, production: 61 },
      },
      {
        ...{ value: '1 to 2.5', reference: '0.3', nReference: '40', production: '–', nProduction: '–' },
        bars: { reference: 30, production: 0 },
      },
    ]);
  });

  test('features that move the scores come before those that only drifted', () => {
    const moved = movedFeatures(report);
    expect(moved[0]).toMatchObject({ feature: { name: 'llm_industry' }, scores: '+0.04 (0.03 to 0.05)' });
    expect(moved.slice(1).every(({ scores }) => scores === null)).toBe(true);
    const names = report.drift.features.filter(({ status }) => status === 'drifted').map(({ name }) => name);
    expect(moved.map((row) => row.feature.name).toSorted()).toEqual(names.toSorted());
  });
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
  const ids = definitions({}).map(({ id }) => id);
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

test('a week of predictions that is not mature says when it will be', () => {
  const week = { n: 0, labelled: 0, realised: null, estimated: null };
  const section = {
    maturity: { days: 21, source: 'policy', provisional: false, until: '2026-02-20T12:00:00Z' },
    windows: [
      { ...week, start: '2026-02-13T12:00:00Z', end: '2026-02-20T12:00:00Z', mature: true },
      { ...week, start: '2026-02-20T12:00:00Z', end: '2026-02-27T12:00:00Z', mature: false },
    ],
  } as unknown as NonNullable<Report['performance']>;
  expect(performanceWeeks(section).map(({ matureOn }) => matureOn)).toEqual(['2026-03-20T12:00:00Z', null]);
});
