import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** Operations on a parsed page for single-file.ts. */

export type Node = Tree.Node;
export type Element = Tree.Element;

/** Descendant elements in document order: all, or those with a tag name. */
export function allOf(node: Node, tagName?: string): Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return children.flatMap((child) => {
    const own = 'tagName' in child && (tagName === undefined || child.tagName === tagName) ? [child] : [];
    return [...own, ...allOf(child, tagName)];
  });
}

/** First element with a tag name. @throws Error where there is none. */
export function element(node: Node, tagName: string): Element {
  const [first] = allOf(node, tagName);
  if (first === undefined) throw new Error(`The page has no <${tagName}>.`);
  return first;
}

export const attribute = (node: Element, name: string): string | null =>
  node.attrs.find((candidate) => candidate.name === name)?.value ?? null;

export function setAttribute(node: Element, name: string, value: string): void {
  node.attrs = [...node.attrs.filter((candidate) => candidate.name !== name), { name, value }];
}

export const text = (value: string, parentNode: Element): Tree.TextNode => ({
  nodeName: '#text',
  value,
  parentNode,
});

export function removeNode(node: Element): void {
  const siblings = node.parentNode?.childNodes ?? [];
  const at = siblings.indexOf(node);
  if (at !== -1) siblings.splice(at, 1);
}

/** Replaces an element with its children. */
export function unwrap(node: Element): void {
  const { parentNode } = node;
  if (parentNode === null) return;
  for (const child of node.childNodes) child.parentNode = parentNode;
  parentNode.childNodes.splice(parentNode.childNodes.indexOf(node), 1, ...node.childNodes);
}

export function textOutsideLinks(node: Node): string {
  if ('value' in node) return node.value;
  if (!('childNodes' in node) || ('tagName' in node && node.tagName === 'a')) return '';
  return node.childNodes.map(textOutsideLinks).join('');
}

const ID_LISTS = new Set(['aria-labelledby', 'aria-describedby', 'aria-controls', 'for', 'headers']);

/** Adds a prefix to every id below a node and to every reference to one. */
export function namespaced(node: Element, prefix: string): void {
  const own = new Set(allOf(node).flatMap((one) => attribute(one, 'id') ?? []));
  const renamed = (id: string): string => (own.has(id) ? `${prefix}-${id}` : id);
  for (const one of allOf(node)) {
    for (const attr of one.attrs) {
      if (attr.name === 'id') attr.value = renamed(attr.value);
      else if (ID_LISTS.has(attr.name)) attr.value = attr.value.split(/\s+/).map(renamed).join(' ');
      else if (attr.name === 'href' && attr.value.startsWith('#'))
        attr.value = `#${renamed(attr.value.slice(1))}`;
      else attr.value = attr.value.replaceAll(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${renamed(id)})`);
    }
  }
}

/** Lowers all headings by one level, for a page that becomes a section of another. */
export function demoteHeadings(node: Element): void {
  for (const one of allOf(node)) {
    const level = /^h([1-5])$/.exec(one.tagName)?.[1];
    if (level === undefined) continue;
    one.tagName = `h${Number(level) + 1}`;
    one.nodeName = one.tagName;
  }
}
