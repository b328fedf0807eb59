const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for content and quoted attributes of HTML and XML; characters that XML forbids are replaced. */
export function escapeHtml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  );
}

/** HTML made by `html` from escaped parts. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Markup[] | null;

/**
 * Template tag for HTML. Every value is escaped except results of this tag, lists of them and null, so that escaping cannot
 * be forgotten.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: strings.reduce((text, string, i) => `${text}${partHtml(parts[i - 1] ?? null)}${string}`) };
}

function partHtml(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map((inner) => inner.html).join('') : part.html;
}

const isList = (part: Markup | readonly Markup[]): part is readonly Markup[] => Array.isArray(part);

/** A table that scrolls horizontally where it is too wide; columns in `numeric` are right-aligned. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
  numeric: ReadonlySet<number> = new Set(),
): Markup {
  const cell = (tag: 'td' | 'th', value: string | Markup, column: number): Markup =>
    tag === 'th'
      ? html`<th scope="col"${numeric.has(column) ? NUMERIC : null}>${value}</th>`
      : html`<td${numeric.has(column) ? NUMERIC : null}>${value}</td>`;
  return html`<div class="scroll"><table><thead><tr>${head.map((value, i) => cell('th', value, i))}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((value, i) => cell('td', value, i))}</tr>`,
  )}</tbody></table></div>`;
}

const NUMERIC: Markup = { html: ' class="n"' };
