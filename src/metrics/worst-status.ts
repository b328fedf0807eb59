import type { Status } from '../report/schema/common.ts';

const WEIGHT: Readonly<Record<Status, number>> = { unknown: 0, green: 1, yellow: 2, red: 3 };

/** The worst of several statuses; `unknown` only where all are unknown. */
export function worstStatus(statuses: readonly Status[]): Status {
  return statuses.reduce<Status>(
    (worst, status) => (WEIGHT[status] > WEIGHT[worst] ? status : worst),
    'unknown',
  );
}
