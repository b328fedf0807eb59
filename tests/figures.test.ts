import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { verdictOf } from '../src/alerts/verdict.ts';
import { openArchive } from '../src/archive/archive.ts';
import { briefOf } from '../src/outputs/brief.ts';
import { jobSummary } from '../src/outputs/github/job-summary.ts';
import { mailHtml } from '../src/outputs/mail/mail-html.ts';
import { mailText } from '../src/outputs/mail/mail-text.ts';
import { singleFileHtml } from '../src/outputs/single-file.ts';
import { slackMessage } from '../src/outputs/slack/report.ts';
import { writeOutputs } from '../src/outputs/write-outputs.ts';
import { compareReports } from '../src/report/compare.ts';
import type { OwnFigure } from '../src/report/schema/own-figures.ts';
import type { SiteData } from '../src/report/site-data.ts';
import { builtSite } from './support/built-site.ts';
import { fixtureSite } from './support/fixtures/site.ts';
import { withOwnSite } from './support/shared-site.ts';

/** A file of the team's own suffices for a figure to appear on every surface. */

const LABEL = 'Zebras per prediction';
const DEFINITION = 'Zebras counted in the window over its predictions; a figure of this test alone.';
const ACTION = 'Call the keeper of the zebras.';

/** 120 zebras in the current report, 30 in the ones before; healthy up to 100. */
const zebras = (value: number): OwnFigure => ({
  id: 'zebra-count',
  label: LABEL,
  unit: 'count',
  file: 'zebras.sql',
  page: 'scores',
  overview: true,
  definition: DEFINITION,
  better: 'lower',
  healthy: { min: null, max: 100 },
  action: value > 100 ? ACTION : null,
  value,
  leads: 10 * value,
  status: value > 100 ? 'yellow' : 'green',
  reason: null,
});

let data: SiteData;
beforeAll(() => {
  const own = { current: { ownFigures: [zebras(120)] }, past: { ownFigures: [zebras(30)] } };
  const site = fixtureSite({ runs: 5, ...own });
  data = { ...site, current: { ...site.current, verdict: verdictOf(site.current) } };
});

const previous = (): NonNullable<SiteData['previous']> => {
  if (data.previous === null) throw new Error('no report before the current one');
  return data.previous;
};

test('the report holds it by its id, with value, range and advice', () => {
  expect(data.current.figures['zebra-count']).toEqual({
    value: 120,
    status: 'yellow',
    range: null,
    n: 1200,
    interval: null,
    reason: null,
    action: ACTION,
  });
});

test('the verdict says that it is outside its range', () => {
  expect(verdictOf(data.current).reasons).toContainEqual({
    id: 'zebra-count',
    status: 'yellow',
    text: `${LABEL} 120, healthy up to 100.`,
    section: 'scores',
  });
});

test('two reports are compared by it, and its state by its name in a sentence', () => {
  const comparison = compareReports(previous(), data.current);
  expect(comparison.figures).toContainEqual({
    id: 'zebra-count',
    label: LABEL,
    unit: 'count',
    before: 30,
    after: 120,
    words: { before: '30', after: '120' },
  });
  expect(comparison.changes.map(({ text }) => text)).toContain(`${LABEL} went from Healthy to Attention.`);
});

test('mail, Slack and job summary carry it', () => {
  const comparison = compareReports(previous(), data.current);
  const brief = briefOf(data.current, comparison);
  const slack = JSON.stringify(slackMessage(brief, null, 'Monitor'));
  expect(mailText(brief, null, 'Monitor')).toContain(`${LABEL}: 120 (was 30)`);
  expect(mailHtml({ brief, permalink: null, title: 'Monitor', runs: data.runs })).toContain(LABEL);
  expect(slack).toContain(`${LABEL}\\n*120* was 30`);
  expect(jobSummary(brief, null, 'Monitor')).toContain(`| ${LABEL} | 120 | 30 |`);
});

test('an archive keeps it, and still reads reports that are older than it', () => {
  const { 'zebra-count': _, ...figures } = previous().figures;
  const { ownFigures: __, ...older } = previous();
  const site = builtSite([{ ...older, figures }, data.current]);
  try {
    const [now, before] = openArchive(site.archiveDir).summaries();
    expect(now?.figures['zebra-count']).toBe(120);
    expect(before?.figures).not.toHaveProperty('zebra-count');
    const read = openArchive(site.archiveDir).read(previous().id);
    const [row] = compareReports(read, data.current).figures.filter(({ id }) => id === 'zebra-count');
    expect(row?.words).toEqual({ before: 'not recorded', after: '120' });
  } finally {
    site.remove();
  }
});

describe('the built site', () => {
  const files = new Map<string, string>();
  const PATHS = [
    'index.html',
    'scores/index.html',
    'trends/index.html',
    'compare/index.html',
    'compare/2026.json',
    'method/index.html',
    'data/trend-own-zebra-count.csv',
    'latest.json',
    'reports/index.json',
    'csv/figures.csv',
    'csv/reports.csv',
    'metrics.prom',
    'feed.xml',
  ];
  const file = (path: string): string => files.get(path) ?? '';

  beforeAll(async () => {
    await withOwnSite(data, async (directory) => {
      await writeOutputs({ data, outDir: directory, siteUrl: null, basePath: '/' });
      const { id } = data.current;
      files.set('single', singleFileHtml({ siteDir: directory, basePath: '/', siteUrl: null, id }));
      for (const path of PATHS) files.set(path, await readFile(join(directory, path), 'utf8'));
    });
  });

  test('has its card, with range and advice, on the page of its section', () => {
    const page = file('scores/index.html');
    const card = page.slice(page.indexOf('id="own-zebra-count"'));
    for (const part of [LABEL, '120', 'Attention', 'healthy up to 100', ACTION]) expect(card).toContain(part);
  });

  test('shows it on the first screen, and what to do', () => {
    const page = file('index.html');
    const list = page.slice(page.indexOf('class="problems"'));
    for (const part of [`${LABEL} 120, healthy up to 100.`, ACTION]) expect(list).toContain(part);
    expect(list.slice(list.indexOf('class="figures'))).toContain(LABEL);
  });

  test.each(['trends/index.html', 'compare/index.html', 'compare/2026.json'])('%s shows it', (path) =>
    expect(file(path)).toContain(LABEL),
  );

  test('carries it into the report as one file', () => {
    const card = file('single').slice(file('single').indexOf('id="own-zebra-count"'));
    for (const part of [LABEL, '120', 'Attention', 'healthy up to 100', ACTION]) expect(card).toContain(part);
  });

  test('explains it', () => {
    const page = file('method/index.html');
    const entry = page.slice(page.indexOf('<div id="own-zebra-count">'));
    for (const part of [LABEL, DEFINITION, 'zebras.sql', 'Lower is better.']) expect(entry).toContain(part);
  });

  test('exports it as JSON, CSV, OpenMetrics and in the feed', () => {
    expect(JSON.parse(file('latest.json')).figures['zebra-count']).toMatchObject({ value: 120 });
    expect(JSON.parse(file('reports/index.json')).reports[0].figures['zebra-count']).toBe(120);
    const figures = parse<Record<string, string>>(file('csv/figures.csv'), { columns: true });
    expect(figures.find(({ id }) => id === 'zebra-count')).toMatchObject({
      label: LABEL,
      value: '120',
      status: 'yellow',
      action: ACTION,
    });
    const reports = parse<Record<string, string>>(file('csv/reports.csv'), { columns: true });
    expect(reports.slice(0, 2).map((row) => row['own_zebra_count'])).toEqual(['120', '30']);
    expect(file('metrics.prom')).toContain('lead_scoring_own_count{figure="zebra-count"} 120\n');
    expect(file('feed.xml')).toContain(`${LABEL}: 120`);
    expect(file('data/trend-own-zebra-count.csv')).toContain('120');
  });
});
