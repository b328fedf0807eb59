import { EXIT, type ExitCode } from '../monitor-error.ts';
import type { Status } from '../report/schema/common.ts';

/** The least severe verdict that makes a command exit with code 10; `unknown` asks for a complete one too. */
export const FAIL_ON = ['red', 'yellow', 'unknown', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What the gate reads of a verdict. */
export interface Judged {
  readonly status: Status;
  readonly coverage?: { readonly missing: readonly { readonly essential: boolean }[] } | undefined;
}

/**
 * Exit code for a verdict. `red` and `yellow` let a verdict pass that could not be given; `unknown` fails on red, and
 * where an essential area was not judged, whatever the others say.
 */
export function gateExitCode({ status, coverage }: Judged, failOn: FailOn): ExitCode {
  const incomplete = status === 'unknown' || coverage?.missing.some(({ essential }) => essential) === true;
  const fails: Readonly<Record<FailOn, boolean>> = {
    red: status === 'red',
    yellow: status === 'red' || status === 'yellow',
    unknown: status === 'red' || incomplete,
    never: false,
  };
  return fails[failOn] ? EXIT.gate : EXIT.ok;
}
