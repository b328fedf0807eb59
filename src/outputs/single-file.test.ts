import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { compareReports } from '../report/compare.ts';
import { singleFileHtml } from './single-file.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
const report = fixtureReport({ shift: 1, red: true, errors: 0.04 });

function elements(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...children] : children;
}
const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((attr) => attr.name === name)?.value;

const page = (edited = report) =>
  singleFileHtml({
    report: edited,
    title: HOSTILE,
    permalink: null,
    comparison: compareReports(report, edited),
  });

test('holds every section under the anchors that mailed links use', () => {
  const ids = elements(parse(page())).flatMap((element) => attribute(element, 'id') ?? []);
  expect(ids).toEqual(
    expect.arrayContaining([
      'overview',
      'changes',
      'health',
      'scores',
      'latency',
      'drift',
      'alerts',
      'retraining',
    ]),
  );
  for (const { slug } of report.drift.features) expect(ids).toContain(`feature-${slug}`);
  expect(new Set(ids).size).toBe(ids.length);
});

test('fetches nothing and runs nothing', () => {
  for (const element of elements(parse(page()))) {
    expect(['script', 'link', 'iframe', 'object', 'img', 'form', 'base']).not.toContain(element.tagName);
    for (const { name, value } of element.attrs) {
      expect(name).not.toMatch(/^on/);
      if (name === 'href' || name === 'src') expect(value).toMatch(/^#/);
    }
  }
});

test('whatever stands in the report, nothing of it becomes an element or an attribute', () => {
  const calm = elements(parse(page()));
  const spoil = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((inner) => spoil(inner));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(inner, name)]));
    }
    const free = [
      'headline',
      'text',
      'name',
      'reason',
      'action',
      'cause',
      'owner',
      'title',
      'explanation',
      'endpoint',
      'label',
      'version',
      'note',
      'loggedVersion',
      'testLabel',
    ];
    return typeof value === 'string' && free.includes(key) ? `${value}${HOSTILE}` : value;
  };
  const hostile = elements(parse(page(spoil(report) as typeof report)));
  const shape = (all: Element[]) =>
    new Set(all.map((element) => `${element.tagName} ${element.attrs.map((a) => a.name).join(' ')}`));
  expect(shape(hostile)).toEqual(shape(calm));
});

test('is small enough to be mailed', () => {
  expect(Buffer.byteLength(page())).toBeLessThan(400_000);
});
