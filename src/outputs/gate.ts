import { configurationError, EXIT, type ExitCode } from '../monitor-error.ts';
import type { Status } from '../report/schema/common.ts';

/** The verdict from which on a command leaves with exit code 10. */
export const FAIL_ON = ['red', 'yellow', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** @throws MonitorError `bad-flag` (exit code 2) that lists what `--fail-on` takes. */
export function parseFailOn(value: string): FailOn {
  const found = FAIL_ON.find((name) => name === value);
  if (found !== undefined) return found;
  throw configurationError('bad-flag', `--fail-on must be ${FAIL_ON.join(', ')}, not "${value}".`);
}

/** Exit code of a verdict. `unknown` passes: nothing was measured that could have failed. */
export function gateExitCode(status: Status, failOn: FailOn): ExitCode {
  const failed = failOn !== 'never' && (status === 'red' || (status === 'yellow' && failOn === 'yellow'));
  return failed ? EXIT.gate : EXIT.ok;
}
