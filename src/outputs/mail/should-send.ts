import type { TellWhen } from '../../alerts/routing/route-policy.ts';
import type { Comparison } from '../../report/compare.ts';
import type { Status } from '../../report/schema/common.ts';

/** Whether to send a message about a report. The first report counts as a change. */
export function shouldSend(when: TellWhen, status: Status, comparison: Comparison | null): boolean {
  if (when === 'always') return true;
  if (when === 'on-red') return status === 'red';
  return comparison === null || !comparison.unchanged;
}
