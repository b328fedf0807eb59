import type { Status } from '../report/schema/common.ts';

const WEIGHT: Readonly<Record<Status, number>> = { unknown: 0, green: 1, yellow: 2, red: 3 };

/** The worst of some statuses; `unknown` counts only where nothing else is known. */
export function worstStatus(statuses: readonly Status[]): Status {
  return statuses.reduce<Status>(
    (worst, status) => (WEIGHT[status] > WEIGHT[worst] ? status : worst),
    'unknown',
  );
}
