import { readdir } from 'node:fs/promises';
import { parse as parseCsv } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { singleFileHtml } from '../../src/outputs/single-file.ts';
import { MARKER } from '../../src/pipeline/site-marker.ts';
import { type Report, reportSchema } from '../../src/report/schema/report.ts';
import { THEME_SCRIPT } from '../../src/site/theme.ts';
import { withServer } from '../support/browser.ts';
import { PAYLOADS } from '../support/hostile/payloads.ts';
import {
  attribute,
  contentPolicy,
  type Element,
  elementsOf,
  filesOf,
  textOf,
} from '../support/hostile/site-files.ts';
import { type Surfaces, surfacesOf } from '../support/hostile/surfaces.ts';
import { WORST_ROWS, writeWorstLogs } from '../support/hostile/worst-log.ts';
import { pagePolicy } from '../support/page-policy.ts';
import { type Ended, type Workplace, workplace } from '../support/run-build.ts';
import { sharedBrowser } from '../support/shared-browser.ts';

/** One site from logs in which every name and every value is an attack. */

const BASE = '/repo/';
const ORIGIN = 'https://monitor.example';

let place: Workplace;
let ended: Ended;
let files: Map<string, Buffer>;
let report: Report;

beforeAll(async () => {
  place = await workplace();
  const env = await writeWorstLogs(place.path);
  ended = await place.build({ ...env, BASE_PATH: BASE, SITE_URL: ORIGIN }, []);
  if (ended.code !== 0) throw new Error(ended.stderr);
  files = await filesOf(place.path('dist'));
  report = reportSchema.parse(JSON.parse(files.get('latest.json')?.toString() ?? ''));
});
afterAll(() => place.remove());

const named = (ending: string): [string, string][] =>
  [...files].filter(([name]) => name.endsWith(ending)).map(([name, bytes]) => [name, bytes.toString()]);

test('the build ends well, every row was read and every feature has a page of its own', async () => {
  expect(ended.code).toBe(0);
  expect(report.inputs.predictions).toMatchObject({ rows: WORST_ROWS, rejected: 0 });
  expect(report.inputs.requests).toMatchObject({ rows: WORST_ROWS, rejected: 0 });
  const slugs = report.drift.features.map((feature) => feature.slug);
  expect(slugs.length).toBeGreaterThanOrEqual(PAYLOADS.length);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const slug of slugs) expect(files.has(`drift/${slug}/index.html`), slug).toBe(true);
});

test('nothing is written outside the site and the archive, and every path is plain ASCII', async () => {
  expect((await readdir(place.directory)).sort()).toEqual([
    'archive',
    'dist',
    'p.jsonl',
    'r.jsonl',
    'reference.csv',
  ]);
  for (const name of files.keys()) {
    if (name === MARKER) continue;
    expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._/-]*$/);
    expect(name.split('/')).not.toContain('..');
    // Device names reserved by Windows.
    for (const part of name.split('/')) expect(part).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
  }
});

test('no terminal escape and no workflow command reaches stdout or stderr', () => {
  for (const text of [ended.stdout, ended.stderr]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toMatch(/^\s*(::|##\[)/m);
  }
});

describe('as a browser reads the pages', () => {
  const FOREIGN = new Set(['iframe', 'base', 'object', 'embed', 'http', 'textarea', 'style', 'template']);
  let pages: Map<string, Element[]>;
  beforeAll(() => {
    pages = new Map(named('.html').map(([name, html]) => [name, elementsOf(html)]));
  });

  test('no payload became an element or an attribute', () => {
    expect(pages.size).toBeGreaterThan(PAYLOADS.length * 2);
    const problems: string[] = [];
    for (const [name, elements] of pages) {
      for (const element of elements) {
        if (FOREIGN.has(element.tagName)) problems.push(`${name}: <${element.tagName}>`);
        for (const found of element.attrs) {
          if (!isGeneratedSite(found)) problems.push(`${name}: ${found.name}="${found.value.slice(0, 100)}"`);
        }
        if (element.tagName !== 'script' || attribute(element, 'src') !== null) continue;
        if (attribute(element, 'type') === 'application/json') JSON.parse(textOf(element));
        else if (textOf(element) !== THEME_SCRIPT) problems.push(`${name}: ${textOf(element).slice(0, 100)}`);
      }
    }
    expect(problems).toEqual([]);
  });

  const isGeneratedSite = ({ name, value }: { name: string; value: string }): boolean => {
    if (!/^[a-z][a-zA-Z0-9:-]*$/.test(name) || /^on|^style$|^srcdoc$/.test(name)) return false;
    if (name === 'http-equiv') return value === 'Content-Security-Policy';
    if (name !== 'href' && name !== 'src' && name !== 'action') return true;
    return [BASE, `${ORIGIN}${BASE}`, '#', 'data:image/'].some((start) => value.startsWith(start));
  };

  test('no link is broken, nor any anchor', () => {
    const anchors = new Map<string, Set<string>>();
    const links: { from: string; to: string }[] = [];
    for (const [name, elements] of pages) {
      anchors.set(name, new Set(elements.map((element) => attribute(element, 'id') ?? '')));
      for (const element of elements) {
        const to = attribute(element, 'href') ?? attribute(element, 'src');
        if (to !== null && !to.startsWith('data:')) links.push({ from: name, to });
      }
    }
    const broken = links.filter(({ from, to }) => {
      const here = new URL(from.replace(/index\.html$/, ''), `${ORIGIN}${BASE}`);
      const { pathname, hash } = new URL(to, here);
      const path = decodeURIComponent(pathname).slice(BASE.length);
      // The canonical address of the page that is shown for every other one.
      if (path === '404/') return false;
      const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
      if (!files.has(file)) return true;
      return hash.length > 1 && !anchors.get(file)?.has(decodeURIComponent(hash.slice(1)));
    });
    expect(broken).toEqual([]);
    expect(links.length).toBeGreaterThan(1_000);
  });

  test('every page forbids inline code, and what is foreign', () => {
    for (const [name, elements] of pages) {
      const policy = contentPolicy(elements);
      expect(policy, name).toBe(pagePolicy(name));
      expect(policy, name).toContain("default-src 'none'");
      expect(policy, name).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    }
  });

  test('the report as one file has no script and no address but its own', () => {
    const html = singleFileHtml({
      siteDir: place.path('dist'),
      basePath: BASE,
      siteUrl: ORIGIN,
      id: report.id,
    });
    for (const { slug } of report.drift.features) expect(html).toContain(`id="drift-${slug}"`);
    for (const element of elementsOf(html)) {
      expect(['script', 'iframe', 'base', 'object', 'img', 'form'], element.tagName).not.toContain(
        element.tagName,
      );
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^on|^srcdoc$/);
        if (name === 'href') expect(value).toMatch(/^(#|https:\/\/monitor\.example\/)/);
      }
    }
    expect(contentPolicy(elementsOf(html))).toContain("default-src 'none'");
  });
});

describe('as other programs read the files', () => {
  test('no cell of a CSV is a formula', () => {
    let cells = 0;
    for (const [name, text] of named('.csv')) {
      for (const row of parseCsv(text) as string[][]) {
        const isFormula = (cell: string) =>
          /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(cell);
        expect(row.filter(isFormula), name).toEqual([]);
        cells += row.length;
      }
    }
    expect(cells).toBeGreaterThan(1_000);
  });

  test('feed, badges, icons and site map are well-formed, without script', () => {
    const documents = [...named('.xml'), ...named('.svg')];
    expect(documents.length).toBeGreaterThan(6);
    for (const [name, text] of documents) {
      expect(XMLValidator.validate(text), name).toBe(true);
      expect(text, name).not.toMatch(/<script|<foreignObject|\son\w+=|javascript:/i);
    }
    const feed = new XMLParser({ ignoreAttributes: false }).parse(files.get('feed.xml')?.toString() ?? '');
    const entry = [feed.feed.entry].flat()[0];
    for (const part of [entry.title, entry.summary, entry.content]) {
      const tags = elementsOf(String(part?.['#text'] ?? '')).map((element) => element.tagName);
      expect(['html', 'head', 'body', 'p', 'ul', 'li', 'a']).toEqual(expect.arrayContaining(tags));
    }
  });

  test('JSON parses, nothing in it reaches a prototype, metrics are metrics', () => {
    for (const [, text] of named('.json')) JSON.parse(text);
    expect(Object.keys(Object.prototype)).toEqual([]);
    for (const line of (files.get('metrics.prom')?.toString() ?? '').trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(# (TYPE|HELP|UNIT|EOF)|[a-z0-9_]+(\{[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*\})? \S+$)/,
      );
    }
  });

  test('names in the report have no control character, no line break, no bidirectional override', () => {
    const strings: string[] = [];
    JSON.stringify(report, (_, value) => {
      if (typeof value === 'string') strings.push(value);
      return value;
    });
    expect(strings.length).toBeGreaterThan(2_000);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    const unfit = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
    expect(strings.filter((text) => unfit.test(text) || !text.isWellFormed())).toEqual([]);
    expect(Math.max(...report.drift.features.map((feature) => feature.name.length))).toBeLessThanOrEqual(100);
  });
});

describe('what is mailed and told', () => {
  let told: Surfaces;
  beforeAll(async () => {
    told = await surfacesOf(place, { BASE_PATH: BASE, SITE_URL: ORIGIN });
  });

  test('the mail has the headers we gave it, each once, and no other recipient', () => {
    expect(told.codes).toEqual([0, 0, 0, 0, 0, 0]);
    const [head = ''] = told.mail.split(/\r?\n\r?\n/, 1);
    const names = head
      .split(/\r?\n(?!\s)/)
      .map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
      .sort();
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['from', 'subject', 'to']));
    expect(names).not.toContain('bcc');
    expect(head).not.toContain('evil.invalid');
  });

  test('no payload is an element of the mail or of the exported report', () => {
    for (const html of [told.mailHtml, told.exported]) {
      for (const element of elementsOf(html)) {
        expect(['script', 'iframe', 'base', 'object', 'form', 'link'], element.tagName).not.toContain(
          element.tagName,
        );
        for (const { name, value } of element.attrs) {
          if (/^on|^srcdoc$/.test(name)) expect.fail(`${name}="${value}"`);
          if (name === 'href') expect(value).toMatch(/^(#|https:\/\/monitor\.example\/repo\/)/);
          if (name === 'src') expect(value).toMatch(/^(cid:|data:image\/)/);
        }
      }
    }
  });

  test('Slack sees no mention and no link but ours', () => {
    const links = told.slack.match(/<[^>\s]*/g) ?? [];
    expect(links.filter((link) => !link.startsWith(`<${ORIGIN}${BASE}`))).toEqual([]);
    JSON.parse(told.slack);
    JSON.parse(told.webhook);
  });

  test('every workflow command is one of ours, and the job summary has no markup of theirs', () => {
    for (const line of told.annotations.trimEnd().split('\n')) {
      expect(line).toMatch(/^::(error|warning|notice) title=[^:,]+::[^\r\n]+$/);
    }
    expect(told.summary).not.toMatch(/<(script|img|iframe|svg|base|meta)/i);
    expect(told.summary).not.toMatch(/\]\((?!https:\/\/monitor\.example\/repo\/)/);
    expect(told.summary).not.toMatch(/^\s*(::|##\[)/m);
  });
});

test('in a browser: no script of theirs runs, nothing is asked of another origin, no page is broken', async () => {
  const browser = await sharedBrowser();
  try {
    await withServer(place.path('dist'), BASE, async (url) => {
      const context = await browser.newContext();
      const problems: string[] = [];
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
      page.on('dialog', (dialog) => {
        problems.push(`${page.url()}: a dialog`);
        void dialog.dismiss();
      });
      await context.route('**/*', (route) => {
        const to = route.request().url();
        if (!to.startsWith(url) && !to.startsWith('data:')) problems.push(`${page.url()} asked for ${to}`);
        return to.startsWith(url) || to.startsWith('data:') ? route.continue() : route.abort();
      });
      const features = report.drift.features
        .filter((_, i) => i % 15 === 0)
        .map(({ slug }) => `drift/${slug}/`);
      const own = ['', 'health/', 'scores/', 'latency/', 'drift/', 'predictions/', 'alerts/', 'method/'];
      const others = ['workflow/', 'compare/', 'trends/', 'reports/', `reports/${report.id}/`];
      const paths = [...own, ...others, ...features];
      for (const path of paths) {
        const response = await page.goto(`${url}${path}`);
        expect(response?.status(), path).toBe(200);
        expect(await page.locator('h1').count(), path).toBe(1);
        await page.evaluate(() => {
          for (const one of document.querySelectorAll('details')) one.open = true;
        });
        expect(await page.evaluate(() => 'hostileRan' in window), path).toBe(false);
      }
      expect(problems).toEqual([]);
    });
  } finally {
    await browser.close();
  }
});
