/**
 * Levenshtein distance between two strings, in single-character edits.
 * Source: Wagner and Fischer (1974), The string-to-string correction problem.
 */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The candidate most similar to `name`; null when none is similar enough for a misspelling. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** What to write instead of a name that is none of `candidates`: `did you mean "below"?`, or all of them. */
export function insteadOf(name: string, candidates: readonly string[]): string {
  const meant = nearestName(name, candidates);
  return meant === null ? `one of ${candidates.join(', ')}` : `did you mean "${meant}"?`;
}
