import { EXIT, type ExitCode } from '../monitor-error.ts';
import type { Status } from '../report/schema/common.ts';

/** The least severe verdict that makes a command exit with code 10. */
export const FAIL_ON = ['red', 'yellow', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Exit code for a verdict. `unknown` passes, because nothing was judged. */
export function gateExitCode(status: Status, failOn: FailOn): ExitCode {
  const failed = failOn !== 'never' && (status === 'red' || (status === 'yellow' && failOn === 'yellow'));
  return failed ? EXIT.gate : EXIT.ok;
}
