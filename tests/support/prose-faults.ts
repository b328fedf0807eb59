/** What no text for a reader holds, each with a reason to look for it. */
const FAULTS: readonly (readonly [fault: string, pattern: RegExp])[] = [
  ['two full stops', /(?<!\.)\.\.(?!\.)/],
  ['a full stop and other punctuation', /[.;:,] ?[;:,](?!\w)|\.;/],
  ['a space before punctuation', /\s[,;:.!?](?=\s|$)/],
  ['two spaces', / {2,}/],
  ['a space that does not break', /[\u00a0\u202f\u2009]/],
  [
    'a sentence inside a sentence',
    /\b(?:with|by|of|than|and|as|because|that|from|;) (?:The|A|An|There|They|It|No|All|Half|Few|Many)\b/,
  ],
  ['a sentence that begins with a pronoun of nothing', /^(?:They|It|These|Those)\b/],
  ['a power of ten of a time', /10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+ (?:ms|s|min|h|days?|months?)\b/],
  ['a number as a program writes it', /\d(?:e[+-]?\d|\.\d{7,})/],
  ['a number that is not grouped', /(?<![\w.,:/#-])(?!(?:19|20)\d\d\b)\d{4,}(?![\w:/-])/],
  [
    'one of several',
    /(?<![\d.,])1 (?:rows|days|months|leads|outcomes|predictions|features|values|categories|requests|reasons)\b/,
  ],
  ['a word twice', /\b(the|of|a|is|and|in|to) \1\b/i],
  ['a value that is none', /\b(?:undefined|NaN|null|Infinity)\b|\[object/],
  ['nothing in brackets', /\(\s*\)/],
];

/** The faults of a text, as "two full stops: … rows).."; none for a good one. */
export const proseFaults = (text: string): string[] =>
  FAULTS.filter(([, pattern]) => pattern.test(text)).map(([fault]) => `${fault}: ${text}`);

/** Every text of a report that is meant to be read: all strings of several words but those from outside. */
export function readableTexts(value: unknown, key = ''): string[] {
  if (typeof value === 'string')
    return key !== '' && FROM_OUTSIDE.has(key) ? [] : /\s/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => readableTexts(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => readableTexts(item, name));
}

/** Names and values of somebody's logs, and commands. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['name', 'word', 'label', 'command', 'version', 'samples']);
