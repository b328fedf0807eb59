import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, serialize } from 'parse5';
import {
  allOf,
  attribute,
  demoteHeadings,
  type Element,
  element,
  type Node,
  namespaced,
  removeNode,
  setAttribute,
  text,
  textOutsideLinks,
  unwrap,
} from './single-file-nodes.ts';

interface SingleFileOptions {
  /** Directory of a built site with the report's page. */
  readonly siteDir: string;
  /** Base path of the built site: `/` or `/repo/`. */
  readonly basePath: string;
  /** Origin of the published site; null where it is unknown, in which case links to other pages become plain text. */
  readonly siteUrl: string | null;
  readonly id: string;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/** Elements that are useless without scripts, or would cause requests. */
const NEEDLESS = new Set(['script', 'link', 'button', 'form']);

/**
 * Converts a report's permalink page to one HTML file that works from disk and as a mail attachment, without requests:
 * styles are inlined, scripts removed, and the report's feature pages appended as sections.
 */
export function singleFileHtml(options: SingleFileOptions): string {
  const { siteDir, basePath, siteUrl, id } = options;
  const address = `${basePath}reports/${id}/`;
  const read = (path: string): string => readFileSync(join(siteDir, path.slice(basePath.length)), 'utf8');
  const isPage = (path: string): boolean =>
    path.startsWith(address) &&
    path.endsWith('/') &&
    existsSync(join(siteDir, path.slice(basePath.length), 'index.html'));

  const page = parse(read(`${address}index.html`));
  const main = element(page, 'main');
  /** Id prefix of every page in the file, by address. */
  const held = new Map([[address, '']]);
  const waiting: Node[] = [main];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const link of allOf(next, 'a')) {
      const [path = ''] = (attribute(link, 'href') ?? '').split('#');
      if (held.has(path) || !isPage(path)) continue;
      const prefix = path.slice(address.length, -1).replaceAll('/', '-');
      held.set(path, prefix);
      const section = asSection(parse(read(`${path}index.html`)), prefix);
      main.childNodes.push(section);
      section.parentNode = main;
      waiting.push(section);
    }
  }

  for (const link of allOf(page, 'link').filter((one) => attribute(one, 'rel') === 'stylesheet')) {
    const style = element(parse('<style></style>'), 'style');
    style.childNodes = [text(read(attribute(link, 'href') ?? ''), style)];
    link.parentNode?.childNodes.splice(link.parentNode.childNodes.indexOf(link), 0, style);
    style.parentNode = link.parentNode;
  }
  for (const node of allOf(page)) {
    const isNeedless = NEEDLESS.has(node.tagName) || attribute(node, 'class') === 'tabs';
    if (isNeedless || attribute(node, 'property') !== null) removeNode(node);
    if (attribute(node, 'http-equiv') === 'Content-Security-Policy') setAttribute(node, 'content', POLICY);
  }
  relink(page, (href) => {
    const [path = '', anchor] = href.split('#');
    const prefix = held.get(path);
    if (path === '') return href;
    if (prefix !== undefined) return `#${[prefix, anchor].filter(Boolean).join('-') || 'content'}`;
    if (!path.startsWith('/')) return href;
    return siteUrl === null ? null : `${siteUrl}${href}`;
  });
  if (siteUrl !== null) main.childNodes.unshift(siteLink(`${siteUrl}${address}`, main));
  return `${serialize(page).trimEnd()}\n`;
}

/** Converts a page to a section of another: adds a prefix to its ids and lowers its headings by one level. */
function asSection(page: Node, prefix: string): Element {
  const main = element(page, 'main');
  namespaced(main, prefix);
  demoteHeadings(main);
  main.tagName = 'section';
  main.nodeName = 'section';
  main.attrs = [
    { name: 'class', value: 'part' },
    { name: 'id', value: prefix },
  ];
  return main;
}

/**
 * Rewrites every link for use from a file. A link without target (null) becomes plain text; one that is only a symbol is
 * removed, as are paragraphs and navigation with only such links.
 */
function relink(page: Node, target: (href: string) => string | null): void {
  for (const link of allOf(page, 'a')) {
    const href = attribute(link, 'href');
    const to = href === null ? null : target(href);
    link.attrs = link.attrs.filter(({ name }) => !['href', 'download', 'aria-current'].includes(name));
    if (to !== null) setAttribute(link, 'href', to);
  }
  for (const block of [...allOf(page, 'nav'), ...allOf(page, 'p')]) {
    const links = allOf(block, 'a');
    const stays = links.some((link) => {
      const to = attribute(link, 'href');
      return block.tagName === 'nav' ? to?.startsWith('#') === true : to !== null;
    });
    if (links.length > 0 && !stays && !/\p{L}/u.test(textOutsideLinks(block))) removeNode(block);
  }
  for (const link of allOf(page, 'a').filter((one) => attribute(one, 'href') === null)) {
    if (attribute(link, 'aria-label') === null) unwrap(link);
    else removeNode(link);
  }
}

function siteLink(href: string, parent: Element): Element {
  const paragraph = element(parse('<p class="note"><a>This report on the site</a></p>'), 'p');
  setAttribute(element(paragraph, 'a'), 'href', href);
  paragraph.parentNode = parent;
  return paragraph;
}
