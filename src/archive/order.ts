interface Dated {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

/** Tolerance for differing clocks and for builds of an earlier day (`NOW`). */
const FAR_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Whether a report is dated more than `FAR_MS` after `now`, which means that it was made with a wrong clock. Such a report
 * would otherwise stay the newest until that date.
 *
 * @param now epoch milliseconds.
 */
export const isFarAhead = (report: Pick<Dated, 'generatedAt'>, now: number): boolean =>
  Date.parse(report.generatedAt) > now + FAR_MS;

/** Compares numbers in ids numerically: `-10` is newer than `-9`. */
const ids = new Intl.Collator('en', { numeric: true });

/** Newest first; reports of the same time by id. */
export function byNewest(a: Dated, b: Dated): number {
  const difference = Date.parse(b.generatedAt) - Date.parse(a.generatedAt);
  return difference !== 0 ? difference : ids.compare(b.id, a.id);
}
