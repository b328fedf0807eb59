interface Dated {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

/** Numbers in ids count as numbers: `-10` is newer than `-9`. */
const ids = new Intl.Collator('en', { numeric: true });

/** Newest first; reports of the same moment by their ids. */
export function byNewest(a: Dated, b: Dated): number {
  const difference = Date.parse(b.generatedAt) - Date.parse(a.generatedAt);
  return difference !== 0 ? difference : ids.compare(b.id, a.id);
}
