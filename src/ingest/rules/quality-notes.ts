/** Remarks on a log's quality that every engine makes in the same words. */

/** How many requests have the names `path` and `response_time_ms`; null where none has. */
export function otherNamesNote(other: number, usual: number): string | null {
  if (other === 0) return null;
  const rows = usual === 0 ? 'all rows' : `${other} rows`;
  return `\`path\` and \`response_time_ms\` are read as \`endpoint\` and \`response_ms\` (${rows})`;
}

export const keysLeftOutNote = (distinct: number, kept: number): string =>
  `${distinct} distinct input keys: the ${kept} most frequent are kept`;
