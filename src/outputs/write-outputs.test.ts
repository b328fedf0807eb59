import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureSite } from '../../tests/support/fixtures/site.ts';
import { feedFile } from './feed.ts';
import { writeOutputs } from './write-outputs.ts';

const HOSTILE = '"><script>alert(1)</script>]]>';
const data = {
  ...fixtureSite({ current: { shift: 1, errors: 0.03 }, runs: 80, pruned: 2 }),
  title: HOSTILE,
};
const summary = data.runs[5] ?? null;
let outDir: string;
const text = (path: string): string => readFileSync(join(outDir, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));

beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), 'outputs-'));
  await writeOutputs({
    data,
    outDir,
    siteUrl: 'https://team.example',
    basePath: '/repo/',
    damaged: [{ id: '2025-01-01', reason: 'not JSON, or cut short', summary }],
  });
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

describe('reports as JSON', () => {
  test('every report, and the newest at a fixed address', () => {
    for (const { id } of data.runs) expect(json(`reports/${id}/report.json`)).toEqual(data.read(id));
    expect(json('latest.json')).toEqual(data.current);
  });

  test('the published schema is what another validator holds the published reports to', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(json('report.schema.json'));
    expect(validate(json('latest.json')), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...json('latest.json'), verdict: { status: 'purple' } })).toBe(false);
  });

  test('the index lists every report with its address, and what was pruned', () => {
    const index = json('reports/index.json');
    expect(index.reports).toHaveLength(data.runs.length);
    expect(index.reports[0].url).toBe(`https://team.example/repo/reports/${data.current.id}/`);
    expect(index.pruned).toHaveLength(2);
  });
});

describe('the Atom feed', () => {
  test('is well-formed, and every element that RFC 4287 demands is there once', () => {
    expect(XMLValidator.validate(text('feed.xml'))).toBe(true);
    const { feed } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(
      text('feed.xml'),
    );
    expect(feed.xmlns).toBe('http://www.w3.org/2005/Atom');
    expect(feed.id).toBe('https://team.example/repo/');
    expect(feed.updated).toBe(data.runs[0]?.generatedAt);
    expect(feed.author.name).toBeTypeOf('string');
    expect(feed.link).toContainEqual({ rel: 'self', href: 'https://team.example/repo/feed.xml' });
    expect(feed.entry).toHaveLength(60);
    const ids = feed.entry.map((entry: { id: string }) => entry.id);
    expect(new Set(ids).size).toBe(60);
    for (const entry of feed.entry) {
      expect(entry).toMatchObject({ title: { type: 'html' }, updated: expect.stringMatching(/Z$/) });
      expect(new URL(entry.link.href).pathname).toMatch(/^\/repo\/reports\/[a-z0-9-]+\/$/);
      expect(entry.category.term).toMatch(/^(green|yellow|red|unknown)$/);
    }
  });

  test('text from outside is text: once unpacked from XML it is still escaped', () => {
    const { feed } = new XMLParser().parse(text('feed.xml'));
    expect(feed.title).not.toContain('<script');
    const hostile = { ...data, runs: data.runs.map((run) => ({ ...run, headline: HOSTILE })) };
    const file = feedFile(hostile, { siteUrl: null, basePath: '/' });
    expect(XMLValidator.validate(file.content)).toBe(true);
    const entry = new XMLParser().parse(file.content).feed.entry[0];
    expect(`${entry.title}${entry.summary}${entry.content}`).not.toContain('<script');
    expect(entry.id).toMatch(/^tag:/);
  });
});

describe('badges', () => {
  test.each(['verdict', 'drift', 'success-rate', 'p95'])('%s', (name) => {
    const badge = json(`badges/${name}.json`);
    // https://shields.io/badges/endpoint-badge
    expect(Object.keys(badge).sort()).toEqual(['color', 'label', 'message', 'schemaVersion']);
    expect(badge).toMatchObject({ schemaVersion: 1, color: expect.stringMatching(/^[a-z]+$/) });
    const svg = text(`badges/${name}.svg`);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain(`aria-label="${badge.label}: ${badge.message}"`);
  });
});

describe('metrics.prom', () => {
  const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
  const LABELS =
    '(?:\\{[a-zA-Z_]\\w*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"(?:,[a-zA-Z_]\\w*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*")*\\})?';
  const SAMPLE = new RegExp(`^(${NAME})${LABELS} (-?[0-9.e+-]+)$`);

  test('every line follows the OpenMetrics grammar, and each family is declared before it is used', () => {
    const lines = text('metrics.prom').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.pop()).toBe('# EOF');
    const declared = new Set<string>();
    for (const line of lines) {
      const type = /^# TYPE (\S+) gauge$/.exec(line)?.[1];
      if (type !== undefined) {
        expect(declared.has(type)).toBe(false);
        declared.add(type);
      } else if (!/^# (HELP|UNIT) \S+ ./.test(line)) {
        const sample = SAMPLE.exec(line);
        expect(sample, line).not.toBeNull();
        expect([...declared].at(-1)).toBe(sample?.[1]);
        expect(Number.isFinite(Number(sample?.[2]))).toBe(true);
      }
    }
    expect(text('metrics.prom')).toContain(`lead_scoring_drift_ratio ${data.current.drift.share}\n`);
    const made = Date.parse(data.current.generatedAt) / 1_000;
    expect(text('metrics.prom')).toContain(`lead_scoring_report_timestamp_seconds ${made}\n`);
    expect(text('metrics.prom')).toContain(
      `lead_scoring_report_stale_after_seconds ${data.staleAfterHours * 3_600}\n`,
    );
    expect(text('metrics.prom')).toContain(
      `lead_scoring_verdict{status="${data.current.verdict.status}"} 1\n`,
    );
  });
});

describe('CSV', () => {
  test('one row a feature, one a report, with the report’s own numbers', () => {
    const features = parse<Record<string, string>>(text('csv/features.csv'), { columns: true });
    expect(features.map((row) => row['name'])).toEqual(data.current.drift.features.map(({ name }) => name));
    expect(features.map((row) => Number(row['n_production']))).toEqual(
      data.current.drift.features.map(({ nProduction }) => nProduction),
    );
    expect(parse(text('csv/reports.csv'), { columns: true })).toHaveLength(data.runs.length);
  });

  test('every table is there', () => {
    expect(readdirSync(join(outDir, 'csv')).sort()).toEqual(
      [
        'alert-episodes',
        'alerts',
        'attribution',
        'endpoints',
        'features',
        'figures',
        'policy',
        'predictions',
        'reports',
        'retraining',
        'score-by-value',
        'segments',
        'status-codes',
        'version-pairs',
        'versions',
        'weakest-segments',
      ].map((name) => `${name}.csv`),
    );
  });
});

test('the permalink of a damaged report says what is left of it', () => {
  const page = text('reports/2025-01-01/index.html');
  expect(page).toContain('cannot be read');
  expect(page).toContain('not JSON, or cut short');
  expect(page).not.toContain('<script');
  expect(page).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'"`);
});

test('a simulated report never takes the address of an archived report', async () => {
  const site = fixtureSite({ current: { simulated: true }, runs: 3 });
  const own = { ...site, current: { ...site.current, id: site.runs[0]?.id ?? '' } };
  const directory = mkdtempSync(join(tmpdir(), 'outputs-'));
  await writeOutputs({ data: own, outDir: directory, siteUrl: null, basePath: '/' });
  const published = JSON.parse(
    readFileSync(join(directory, `reports/${own.current.id}/report.json`), 'utf8'),
  );
  expect(published.simulated).toBe(false);
  expect(JSON.parse(readFileSync(join(directory, 'latest.json'), 'utf8')).simulated).toBe(true);
  rmSync(directory, { recursive: true });
});
