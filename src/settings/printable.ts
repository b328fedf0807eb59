/**
 * Text that is safe to print: no terminal escape, no control character but line breaks and tabs, no bidirectional
 * override, and no line that a CI runner would take for a workflow command (`::set-output`, `##[…]`).
 */
export function printable(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
      // Spaces of one line: over the lines of a blank text it would take the square of their number.
      .replace(/^([^\S\n]*)(::|##\[)/gm, '$1\u200B$2')
  );
}
