import type { Status } from '../report/schema/common.ts';

/** The verdict in one word, for titles, favicons and lists. */
export const VERDICT_WORD: Readonly<Record<Status, string>> = {
  green: 'Healthy',
  yellow: 'Needs attention',
  red: 'Critical',
  unknown: 'Unknown',
};
