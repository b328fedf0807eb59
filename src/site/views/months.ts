import { MONTH_NAMES } from '../../wording/format.ts';
import type { ListedReport } from './archive.ts';

interface Month {
  /** `2026-02`. */
  readonly key: string;
  readonly label: string;
  readonly runs: readonly ListedReport[];
}

/** Groups reports by month; keeps the order. */
export function byMonth(runs: readonly ListedReport[]): Month[] {
  const months = new Map<string, ListedReport[]>();
  for (const run of runs) {
    const key = run.summary.generatedAt.slice(0, 7);
    const group = months.get(key);
    if (group === undefined) months.set(key, [run]);
    else group.push(run);
  }
  return [...months].map(([key, group]) => ({
    key,
    label: `${MONTH_NAMES[Number(key.slice(5)) - 1] ?? ''} ${key.slice(0, 4)}`,
    runs: group,
  }));
}
