import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { singleFileHtml } from './single-file.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const SITE: Readonly<Record<string, string>> = {
  '_astro/Page.css': 'a > b { color: red } .x::before { content: "</p>" }',
  'reports/r1/index.html': `<!doctype html><html><head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'self'"><title>Report r1</title>
    <script>theme()</script><link rel="stylesheet" href="/repo/_astro/Page.css">
    <link rel="canonical" href="https://t.example/repo/reports/r1/"><meta property="og:image" content="https://t.example/og.png">
    </head><body><svg><symbol id="i-red"></symbol></svg>
    <header><a class="brand" href="/repo/">Monitor</a><nav><a href="/repo/health/">Health</a></nav>
    <button data-theme-switch hidden>Theme</button></header>
    <main id="content"><nav><a href="/repo/reports/r0/">← r0</a> <a href="/repo/reports/">All</a></nav>
    <nav><a href="#drift">Drift</a></nav>
    <p>Nothing changed since <a href="/repo/reports/r0/">r0</a>. <a href="/repo/reports/r1/#drift">Here</a></p>
    <h2 id="drift">Drift <a class="help" aria-label="How drift is computed" href="/repo/method/#drift">?</a></h2>
    <form><select><option>all</option></select></form>
    <a href="/repo/reports/r1/drift/size/">size</a> <a href="/repo/reports/r1/drift/gone/">gone</a>
    <a href="/repo/reports/r1/report.json" download>JSON</a> <a href="https://models.example/1">model</a></main>
    <footer><p><a href="/repo/compare/">Compare</a> · <a href="/repo/feed.xml">Feed</a></p></footer></body></html>`,
  'reports/r1/drift/size/index.html': `<!doctype html><html><head><title>size</title></head><body><header>not this</header>
    <main id="content"><h1 id="top">size</h1><section aria-labelledby="sides top"><h2 id="sides">Both sides</h2></section>
    <svg><use href="#i-red"></use><path clip-path="url(#sides)"></path></svg><a href="#sides">up</a>
    <nav><a href="/repo/reports/r1/#drift">All</a> <a href="/repo/reports/r1/drift/age/#sides">age</a></nav></main></body></html>`,
  'reports/r1/drift/age/index.html': `<!doctype html><main id="content"><h1>age</h1><h2 id="sides">Both sides</h2>
    <script>alert(1)</script></main>`,
};

let siteDir: string;
beforeAll(() => {
  siteDir = mkdtempSync(join(tmpdir(), 'single-file-'));
  for (const [name, text] of Object.entries(SITE)) {
    mkdirSync(dirname(join(siteDir, name)), { recursive: true });
    writeFileSync(join(siteDir, name), text);
  }
});
afterAll(() => rmSync(siteDir, { recursive: true }));

const file = (siteUrl: string | null = null): string =>
  singleFileHtml({ siteDir, basePath: '/repo/', siteUrl, id: 'r1' });

function elements(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...children] : children;
}
const attribute = (one: Element, name: string): string | undefined =>
  one.attrs.find((attr) => attr.name === name)?.value;
const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
const linksOf = (html: string): Record<string, string | undefined> =>
  Object.fromEntries(
    elements(parse(html))
      .filter((one) => one.tagName === 'a')
      .map((one) => [textOf(one), attribute(one, 'href')]),
  );

test('is one file: styles within, no script, nothing that works by one, nothing that is fetched', () => {
  const all = elements(parse(file()));
  const names = all.map((one) => one.tagName);
  for (const name of ['script', 'link', 'button', 'form', 'img', 'iframe', 'base'])
    expect(names).not.toContain(name);
  expect(all.filter((one) => one.tagName === 'style').map(textOf)).toEqual([SITE['_astro/Page.css']]);
  const policy = all.find((one) => attribute(one, 'http-equiv') !== undefined);
  expect(policy && attribute(policy, 'content')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  );
  expect(file()).not.toContain('t.example');
});

test('holds the report’s own pages, once each, as sections a level down with ids of their own', () => {
  const all = elements(parse(file()));
  const headings = all
    .filter((one) => /^h\d$/.test(one.tagName))
    .map((one) => [one.tagName, textOf(one).trim()]);
  expect(headings).toEqual([
    ['h2', 'Drift'],
    ['h2', 'size'],
    ['h3', 'Both sides'],
    ['h2', 'age'],
    ['h3', 'Both sides'],
  ]);
  const ids = all.flatMap((one) => attribute(one, 'id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(['drift', 'drift-size', 'drift-size-sides', 'drift-age-sides']));
  expect(all.flatMap((one) => attribute(one, 'aria-labelledby') ?? [])).toEqual([
    'drift-size-sides drift-size-top',
  ]);
  expect(all.flatMap((one) => attribute(one, 'clip-path') ?? [])).toEqual(['url(#drift-size-sides)']);
  expect(all.filter((one) => one.tagName === 'use').map((one) => attribute(one, 'href'))).toEqual(['#i-red']);
  expect(file()).not.toContain('not this');
});

test('where the site is not known, links within the file stay, others become words or go', () => {
  expect(linksOf(file())).toEqual({
    Drift: '#drift',
    Here: '#drift',
    size: '#drift-size',
    model: 'https://models.example/1',
    up: '#drift-size-sides',
    All: '#drift',
    age: '#drift-age-sides',
  });
  const text = textOf(parse(file()));
  for (const word of ['Monitor', 'Nothing changed since r0.', 'gone', 'JSON']) expect(text).toContain(word);
  for (const word of ['?', 'Compare', 'Health', 'All\n']) expect(text).not.toContain(word);
});

test('where it is known, they lead there, but for navigation', () => {
  const links = linksOf(file('https://t.example'));
  expect(links).toMatchObject({
    'This report on the site': 'https://t.example/repo/reports/r1/',
    r0: 'https://t.example/repo/reports/r0/',
    '?': 'https://t.example/repo/method/#drift',
    JSON: 'https://t.example/repo/reports/r1/report.json',
    Compare: 'https://t.example/repo/compare/',
    Drift: '#drift',
  });
  expect(links).not.toHaveProperty('Health');
  expect(links).not.toHaveProperty('← r0');
});

test('every link within the file leads to something', () => {
  const all = elements(parse(file('https://t.example')));
  const ids = new Set(all.flatMap((one) => attribute(one, 'id') ?? []));
  const inside = all.flatMap((one) => attribute(one, 'href') ?? []).filter((href) => href.startsWith('#'));
  expect(inside.length).toBeGreaterThan(5);
  expect(inside.filter((href) => !ids.has(href.slice(1)))).toEqual([]);
});
