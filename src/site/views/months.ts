import { MONTH_NAMES } from '../../wording/format.ts';
import type { ArchivedNight } from './archive.ts';

interface Month {
  /** `2026-02`. */
  readonly key: string;
  readonly label: string;
  readonly nights: readonly ArchivedNight[];
}

/** Nights by month, in the order they come. */
export function byMonth(nights: readonly ArchivedNight[]): Month[] {
  const months = new Map<string, ArchivedNight[]>();
  for (const night of nights) {
    const key = night.summary.generatedAt.slice(0, 7);
    const group = months.get(key);
    if (group === undefined) months.set(key, [night]);
    else group.push(night);
  }
  return [...months].map(([key, group]) => ({
    key,
    label: `${MONTH_NAMES[Number(key.slice(5)) - 1] ?? ''} ${key.slice(0, 4)}`,
    nights: group,
  }));
}
