interface Dated {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

/** Clocks of two machines may differ, and a build for an earlier day sees the days since then. */
const FAR_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Whether a report is dated so far after a moment that a clock must have been wrong when it was made: it would stay the
 * newest until that day comes.
 *
 * @param now epoch milliseconds.
 */
export const isFarAhead = (report: Pick<Dated, 'generatedAt'>, now: number): boolean =>
  Date.parse(report.generatedAt) > now + FAR_MS;

/** Numbers in ids count as numbers: `-10` is newer than `-9`. */
const ids = new Intl.Collator('en', { numeric: true });

/** Newest first; reports of the same moment by their ids. */
export function byNewest(a: Dated, b: Dated): number {
  const difference = Date.parse(b.generatedAt) - Date.parse(a.generatedAt);
  return difference !== 0 ? difference : ids.compare(b.id, a.id);
}
