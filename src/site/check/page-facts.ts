import { createHash } from 'node:crypto';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** Facts of one page that are checked. */
export interface PageFacts {
  readonly ids: readonly string[];
  /** Addresses that the page links to. */
  readonly links: readonly string[];
  /** Addresses that the page loads automatically. */
  readonly loads: readonly string[];
  readonly headings: number;
  readonly title: string;
  readonly policy: string | null;
  readonly inlineStyles: number;
  /** Inline scripts whose hashes are not in the Content-Security-Policy. */
  readonly forbiddenScripts: number;
  /** Number of rows and sections of features; the size budget depends on it. */
  readonly features: number;
}

type Element = Tree.Element;

const attribute = (element: Element, name: string): string | null =>
  element.attrs.find((candidate) => candidate.name === name)?.value ?? null;

const textOf = (element: Element): string =>
  element.childNodes.map((child) => ('value' in child ? child.value : '')).join('');

function elementsOf(node: Tree.Node): Element[] {
  const own = 'tagName' in node ? [node] : [];
  const children = 'childNodes' in node ? node.childNodes : [];
  return [...own, ...children.flatMap(elementsOf)];
}

/** Parses a page with an HTML parser, so that the facts are those a browser sees. */
export function pageFacts(html: string): PageFacts {
  const elements = elementsOf(parse(html));
  const named = (name: string): Element[] => elements.filter((element) => element.tagName === name);
  const policy = named('meta').find((meta) => attribute(meta, 'http-equiv') === 'Content-Security-Policy');
  const content = policy === undefined ? null : attribute(policy, 'content');
  const texts = (list: readonly Element[], name: string): string[] =>
    list.flatMap((element) => attribute(element, name) ?? []);
  return {
    ids: texts(elements, 'id'),
    links: texts(named('a'), 'href'),
    loads: [
      ...texts(named('script'), 'src'),
      ...texts(named('img'), 'src'),
      ...texts(
        named('link').filter((link) => /stylesheet|icon|preload/.test(attribute(link, 'rel') ?? '')),
        'href',
      ),
    ],
    headings: named('h1').length,
    title: named('title').map(textOf)[0] ?? '',
    policy: content,
    inlineStyles: named('style').length + texts(elements, 'style').length,
    forbiddenScripts: named('script').filter((script) => isForbidden(script, content ?? '')).length,
    features: elements.filter((element) => isFeature(element)).length,
  };
}

function isForbidden(script: Element, policy: string): boolean {
  const type = attribute(script, 'type');
  if (attribute(script, 'src') !== null || type === 'application/json') return false;
  const hash = createHash('sha256').update(textOf(script)).digest('base64');
  return !policy.includes(`'sha256-${hash}'`);
}

const isFeature = (element: Element): boolean =>
  (attribute(element, 'class') ?? '')
    .split(' ')
    .some((name) => name === 'feature-row' || name === 'feature-summary');
