/** A line of the `stat` command that cannot be used; its message goes into the answer. */
export class StatLineError extends Error {
  override readonly name = 'StatLineError';
}
