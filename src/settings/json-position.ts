/**
 * Where `JSON.parse` stopped, in words that follow "is not JSON"; empty where it does not say. The rest of its message quotes
 * the file, which must not reach a log.
 */
export function syntaxPosition(cause: unknown): string {
  const found = /line (\d+) column (\d+)/.exec((cause as Error).message);
  return found === null ? '' : ` (line ${found[1]}, column ${found[2]})`;
}

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Where the value at a path begins in a JSON text, which must be valid; of a key given twice the last, as `JSON.parse` has
 * it. Where the path ends in the text earlier, the deepest value that it reaches.
 *
 * @param path keys and indexes, as in an issue of zod.
 */
export function jsonPosition(file: string, path: readonly PropertyKey[]): Position {
  const text = file.replace(/^\uFEFF/, '');
  let offset = skipSpace(text, 0);
  for (const step of path) {
    const found = childOf(text, offset, step);
    if (found === null) break;
    offset = found;
  }
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Offset of the value of a key or an index of the object or list that begins at `start`. */
function childOf(text: string, start: number, step: PropertyKey): number | null {
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return null;
  let found: number | null = null;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    let key: PropertyKey = index;
    if (isObject) {
      const end = endOfValue(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (key === step) found = at;
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return found;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : text.length;
}

const skipSpace = (text: string, at: number): number => endOf(SPACE, text, at);

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOf(STRING, text, start);
  if (text[start] !== '{' && text[start] !== '[') return endOf(SCALAR, text, start);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOf(STRING, text, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}
