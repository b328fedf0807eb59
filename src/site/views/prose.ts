/** No line ends between a number and its unit. */
export const unbroken = (text: string): string =>
  text.replace(
    /(?<=\bp) (?=[\d<])|(?<=\d) (?=(?:%|ms|s|min|h|UTC|days?|points?|reports?|leads?|×|=)(?![\p{L}\d]))/gu,
    '\u00a0',
  );

interface ProsePart {
  readonly text: string;
  readonly code: boolean;
}

/** Splits a sentence at its backticks; an unpaired one stays as text. */
export function proseParts(text: string): ProsePart[] {
  const pieces = text.split('`');
  if (pieces.length % 2 === 0) return [{ text: unbroken(text), code: false }];
  return pieces
    .map((piece, index) =>
      index % 2 === 1 ? { text: piece, code: true } : { text: unbroken(piece), code: false },
    )
    .filter((part) => part.text !== '');
}
