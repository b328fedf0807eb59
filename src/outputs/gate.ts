import { EXIT, type ExitCode } from '../monitor-error.ts';
import type { Status } from '../report/schema/common.ts';

/** The verdict from which on a command leaves with exit code 10. */
export const FAIL_ON = ['red', 'yellow', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Exit code of a verdict. `unknown` passes: nothing was measured that could have failed. */
export function gateExitCode(status: Status, failOn: FailOn): ExitCode {
  const failed = failOn !== 'never' && (status === 'red' || (status === 'yellow' && failOn === 'yellow'));
  return failed ? EXIT.gate : EXIT.ok;
}
