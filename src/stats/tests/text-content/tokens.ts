const WORD = /[\p{L}\p{N}]{2,}/gu;

/** Words of a text: runs of two or more letters or digits of any script, in lower case. */
export const words = (text: string): readonly string[] =>
  text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
