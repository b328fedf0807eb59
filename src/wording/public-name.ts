import { cleanText } from './clean-text.ts';

/** Shapes that are never published, in the order in which they are looked for: a URL may hold an address or a token. */
const SHAPES: readonly (readonly [shape: RegExp, instead: string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '(URL)'],
  [/\b(?:mailto|tel):\S+/gi, '(URL)'],
  [/\bwww\.\S+/gi, '(URL)'],
  [/(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/[^\s/]\S*/gi, '(URL)'],
  [/[^\s@<>()",;:]+@[^\s@<>()",;:]+/gu, '(e-mail)'],
  [/\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b/g, '(IBAN)'],
  // JSON Web Tokens, and keys by the prefixes of those who issue them.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, '(token)'],
  [
    /\b(?:(?:sk|pk|rk|gh[opsur]|glpat|xox[a-z]|hf|pat|key|token|api)[_-]\w[\w-]{11,}|AKIA\w{12,})/gi,
    '(token)',
  ],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '(token)'],
  [/\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi, '(token)'],
  [/(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{24,}/g, '(token)'],
  [/\b(?=\w*\d)(?=\w*[a-z])[a-z0-9]{20,}\b/gi, '(token)'],
  // With a plus; in brackets or three groups; nine digits in a row. A date, with or without its time, or a
  // range of two numbers is none.
  [/\+\s?\d(?:[\s().\-/]{0,3}\d){6,14}(?!\d)/g, '(telephone)'],
  [/\(\d{2,5}\)[\s.-]?\d(?:[\s.\-/]?\d){5,11}(?!\d)/g, '(telephone)'],
  [
    /(?<![\d.,-])(?!\d{4}-\d{2}-\d{2}(?!\d))(?=(?:[ .\-/]?\d){9,15}(?!\d))\d{2,5}(?:[ .\-/]\d{2,6}){2,6}(?![\d-])/g,
    '(telephone)',
  ],
  [/(?<![\d.])0\d{1,4}[ \-/]\d{5,9}(?!\d)/g, '(telephone)'],
  [
    /(?<![\d.])(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){1,2}(?!\d))\d{9,}(?!\d|\.\d)/g,
    '(number)',
  ],
];

/**
 * A text from outside without anything shaped like an e-mail address, telephone number, URL, IBAN or token; what was
 * there stands in brackets.
 */
export function scrubbed(value: string): string {
  return SHAPES.reduce((text, [shape, instead]) => text.replace(shape, instead), value);
}

/** Characters of a name that are looked at: some shapes take a time that is quadratic in the length. */
const LOOKED_AT = 1_000;

/** A name from outside as it may be published: see `cleanText`, and scrubbed first, so that a cut leaves no half of a shape. */
export const publicName = (value: string, longest?: number): string =>
  cleanText(scrubbed(value.slice(0, LOOKED_AT)), longest);

/** A version, of which the hash of a commit keeps its first seven digits. */
export const publicVersion = (version: string): string =>
  publicName(/^[0-9a-f]{40}$/.test(version) ? version.slice(0, 7) : version, 60);
