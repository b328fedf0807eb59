import { type ExitCode, MonitorError } from '../monitor-error.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Settings } from '../settings/variables.ts';
import type { ComputedReport } from './compute-report.ts';
import type { PreviousReports } from './previous-report.ts';

/** Messages to the report thread. */
export type ThreadRequest =
  | {
      readonly type: 'compute';
      readonly settings: Settings;
      readonly policy: Policy;
      readonly earlier: PreviousReports;
      readonly scratch: string;
      /** Reads no input keys but the reference's. */
      readonly referenceOnly: boolean;
    }
  | { readonly type: 'stop' };

/** Messages from the report thread. `at` is in epoch milliseconds, because the main thread may receive it late. */
export type ThreadMessage =
  | { readonly type: 'stage'; readonly name: string; readonly at: number }
  | { readonly type: 'progress'; readonly done: number; readonly total: number | null; readonly unit: string }
  | { readonly type: 'info'; readonly text: string }
  | { readonly type: 'warn'; readonly text: string }
  | { readonly type: 'observed' }
  | { readonly type: 'run'; readonly run: ComputedReport }
  | { readonly type: 'failed'; readonly error: ErrorRecord };

/** An error as plain data: a structured clone loses the class, the code and the exit code. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  /** Set for a `MonitorError`. */
  readonly exitCode: ExitCode | undefined;
  readonly cause: ErrorRecord | undefined;
}

/** Converts an error and its causes for transfer between threads. */
export function errorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) {
    const message = String(error);
    return {
      name: 'Error',
      message,
      stack: undefined,
      code: undefined,
      exitCode: undefined,
      cause: undefined,
    };
  }
  const { code } = error as NodeJS.ErrnoException;
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    code: typeof code === 'string' ? code : undefined,
    exitCode: error instanceof MonitorError ? error.exitCode : undefined,
    cause: error.cause === undefined ? undefined : errorRecord(error.cause),
  };
}

/** Restores an error with the stack of the thread that threw it. */
export function errorFrom(record: ErrorRecord): Error {
  const { name, message, stack, code, exitCode } = record;
  const cause = record.cause === undefined ? undefined : errorFrom(record.cause);
  const options = cause === undefined ? {} : { cause };
  const error =
    code !== undefined && exitCode !== undefined
      ? new MonitorError(code, message, exitCode, options)
      : Object.assign(new Error(message, options), { name }, code === undefined ? {} : { code });
  if (stack !== undefined) error.stack = stack;
  return error;
}
