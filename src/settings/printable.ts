/**
 * Makes text safe to print: removes terminal escapes, control characters other than line breaks and tabs, bidirectional
 * overrides, and the start of lines that a CI runner would run as a workflow command (`::set-output`, `##[…]`).
 */
export function printable(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
      // Spaces of one line only: matching across lines takes quadratic time on blank text.
      .replace(/^([^\S\n]*)(::|##\[)/gm, '$1\u200B$2')
  );
}
