import { relativePath } from './relative-path.ts';

/** Elements between whose tags white space is not shown. */
const BLOCKS = new Set(
  (
    'article aside body caption dd details div dl dt figcaption figure footer form g h1 h2 h3 h4 head header html li line ' +
    'link main meta nav ol p path rect section symbol table tbody td text th thead title tr ul use'
  ).split(' '),
);
/** An element whose text is kept as it is, a tag, or text; a `>` may stand in the value of an attribute. */
const TOKEN = /<(pre|script|style|textarea)\b[\s\S]*?<\/\1>|<(?:[^<>"]|"[^"]*")*>|[^<]+|</g;
const isBlock = (tag: string | undefined): boolean =>
  BLOCKS.has(/^<\/?([a-z0-9]+)/.exec(tag ?? '')?.[1] ?? '');

/** A rendered page in fewer bytes that looks the same: paths by their steps, and no white space that is not shown. */
export function compactHtml(html: string): string {
  const tokens = [...html.matchAll(TOKEN)].map(([token, verbatim]) => ({ token, verbatim }));
  return tokens
    .map(({ token, verbatim }, i) => {
      if (verbatim !== undefined) return token;
      if (token.startsWith('<path ')) {
        return token.replace(/ d="([^"]*)"/, (_, path: string) => ` d="${relativePath(path)}"`);
      }
      if (token.startsWith('<')) return token;
      // Not the spaces that may not break.
      const text = token.replace(/[ \t\r\n]+/g, ' ');
      return text === ' ' && isBlock(tokens[i - 1]?.token) && isBlock(tokens[i + 1]?.token) ? '' : text;
    })
    .join('');
}
