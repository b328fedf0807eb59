interface ProsePart {
  readonly text: string;
  readonly code: boolean;
}

/** Splits a sentence at its backticks; an unpaired one stays as text. */
export function proseParts(text: string): ProsePart[] {
  const pieces = text.split('`');
  if (pieces.length % 2 === 0) return [{ text, code: false }];
  return pieces
    .map((piece, index) => ({ text: piece, code: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
