import type { Comparison } from '../../report/compare.ts';
import type { Status } from '../../report/schema/common.ts';

export const MAIL_WHEN = ['always', 'on-change', 'on-red'] as const;
export type MailWhen = (typeof MAIL_WHEN)[number];

/** Whether to send a message about a report. The first report counts as a change. */
export function shouldSend(when: MailWhen, status: Status, comparison: Comparison | null): boolean {
  if (when === 'always') return true;
  if (when === 'on-red') return status === 'red';
  return comparison === null || !comparison.unchanged;
}
