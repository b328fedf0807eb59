import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { verdictOf } from '../src/alerts/verdict.ts';
import { openArchive } from '../src/archive/archive.ts';
import { defineFigure } from '../src/figures/define.ts';
import { registerFigure } from '../src/figures/registry.ts';
import { briefOf } from '../src/outputs/brief.ts';
import { jobSummary } from '../src/outputs/github/job-summary.ts';
import { mailHtml } from '../src/outputs/mail/mail-html.ts';
import { mailText } from '../src/outputs/mail/mail-text.ts';
import { singleFileHtml } from '../src/outputs/single-file.ts';
import { slackMessage } from '../src/outputs/slack.ts';
import { writeOutputs } from '../src/outputs/write-outputs.ts';
import { compareReports } from '../src/report/compare.ts';
import type { SiteData } from '../src/report/site-data.ts';
import { builtSite } from './support/built-site.ts';
import { fixtureSite } from './support/fixtures/site.ts';
import { withOwnSite } from './support/shared-site.ts';

/** A definition and its registration suffice for a new figure to appear on every surface. */

const LABEL = 'Zebras per prediction';
const DEFINITION = 'Zebras counted in the window over its predictions; a figure of this test alone.';
const ACTION = 'Call the keeper of the zebras.';

/** Ten predictions a zebra: 120 in a report with 1,200 predictions, 30 with 300. */
const zebras = defineFigure({
  id: 'zebra-count',
  label: LABEL,
  subject: 'The number of zebras',
  unit: 'count',
  definition: DEFINITION,
  source: 'Linnaeus (1758)',
  section: 'scores',
  policy: z.strictObject({ most: z.number().default(100) }).prefault({}),
  overview: true,
  archived: true,
  csv: 'zebra_count',
  metric: { name: 'zebras', help: 'Zebras in the window.' },
  read: ({ scores }, { most }) => {
    const value = scores.count / 10;
    const healthy = value <= most;
    return {
      value,
      status: healthy ? 'green' : 'yellow',
      range: { min: 0, max: most },
      n: scores.count,
      interval: null,
      reason: null,
      action: healthy ? null : ACTION,
    };
  },
});

let data: SiteData;
let forget: () => void;
beforeAll(() => {
  forget = registerFigure(zebras);
  const site = fixtureSite({ runs: 5 });
  data = { ...site, current: { ...site.current, verdict: verdictOf(site.current) } };
});
afterAll(() => forget());

const previous = (): NonNullable<SiteData['previous']> => {
  if (data.previous === null) throw new Error('no report before the current one');
  return data.previous;
};

test('the report holds it by its id, with value, range and advice', () => {
  expect(data.current.figures['zebra-count']).toEqual({
    value: 120,
    status: 'yellow',
    range: { min: 0, max: 100 },
    n: 1200,
    interval: null,
    reason: null,
    action: ACTION,
  });
});

test('an id is given once', () => {
  expect(() => registerFigure(zebras)).toThrow('zebra-count');
});

test('the verdict says that it is outside its range', () => {
  expect(verdictOf(data.current).reasons).toContainEqual({
    id: 'zebra-count',
    status: 'yellow',
    text: `${LABEL} 120, outside 0 to 100.`,
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
  expect(comparison.changes.map(({ text }) => text)).toContain(
    'The number of zebras went from green to yellow.',
  );
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
  const { 'zebra-count': _, ...older } = previous().figures;
  const site = builtSite([{ ...previous(), figures: older }, data.current]);
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
    'archive/2026/index.html',
    'method/index.html',
    'data/trend-zebra-count.csv',
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
    const card = page.slice(page.indexOf('id="zebra-count"'));
    for (const part of [LABEL, '120', 'Attention', 'healthy 0 to 100', ACTION]) expect(card).toContain(part);
  });

  test('shows it on the first screen, and what to do', () => {
    const page = file('index.html');
    const list = page.slice(page.indexOf('class="problems"'));
    for (const part of [`${LABEL} 120, outside 0 to 100.`, ACTION]) expect(list).toContain(part);
    expect(list.slice(list.indexOf('class="figures'))).toContain(LABEL);
  });

  test.each(['trends/index.html', 'compare/index.html', 'compare/2026.json', 'archive/2026/index.html'])(
    '%s shows it',
    (path) => expect(file(path)).toContain(LABEL),
  );

  test('carries it into the report as one file', () => {
    const card = file('single').slice(file('single').indexOf('id="zebra-count"'));
    for (const part of [LABEL, '120', 'Attention', 'healthy 0 to 100', ACTION]) expect(card).toContain(part);
  });

  test('explains it, with its source', () => {
    const page = file('method/index.html');
    const entry = page.slice(page.indexOf('<div id="zebra-count">'));
    for (const part of [LABEL, DEFINITION, 'Linnaeus (1758)']) expect(entry).toContain(part);
  });

  test('exports it as JSON, CSV, OpenMetrics and in the feed', () => {
    expect(JSON.parse(file('latest.json')).figures['zebra-count']).toMatchObject({ value: 120 });
    expect(JSON.parse(file('reports/index.json')).reports[0].figures['zebra-count']).toBe(120);
    const figures = parse<Record<string, string>>(file('csv/figures.csv'), { columns: true });
    expect(figures.find(({ id }) => id === 'zebra-count')).toMatchObject({
      label: LABEL,
      value: '120',
      status: 'yellow',
      healthy_max: '100',
      action: ACTION,
    });
    const reports = parse<Record<string, string>>(file('csv/reports.csv'), { columns: true });
    expect(reports.slice(0, 2).map((row) => row['zebra_count'])).toEqual(['120', '30']);
    expect(file('metrics.prom')).toContain(
      '# HELP lead_scoring_zebras Zebras in the window.\nlead_scoring_zebras 120\n',
    );
    expect(file('feed.xml')).toContain(`${LABEL}: 120`);
    expect(file('data/trend-zebra-count.csv')).toContain('120');
  });
});
