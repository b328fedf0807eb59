/** Exit codes of every command: what a calling script may rely on. */
export const EXIT = { ok: 0, bug: 1, configuration: 2, input: 3, service: 4, gate: 10 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code says, wherever a command's help does not say it more exactly. Ctrl-C ends with 130. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.ok]: 'done',
  [EXIT.bug]: 'a bug',
  [EXIT.configuration]: 'bad flag, setting or policy',
  [EXIT.input]: 'unusable input',
  [EXIT.service]: 'a service failed',
  [EXIT.gate]: 'a gate failed',
};

/**
 * The one error that is meant for the person at the keyboard.
 * Its message names the file, line or field, what was expected, and what to do; anything else that reaches the
 * top is a bug and leaves with exit code 1.
 */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  /** Stable, kebab-case, for tests and for scripts that read stderr. */
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, exitCode: ExitCode, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** A setting, flag or policy entry that cannot be used. Exit code 2. */
export const configurationError = (code: string, message: string, cause?: unknown): MonitorError =>
  new MonitorError(code, message, EXIT.configuration, { cause });

/** Input data that cannot be used at all (not a bad row: those are counted). Exit code 3. */
export const inputError = (code: string, message: string, cause?: unknown): MonitorError =>
  new MonitorError(code, message, EXIT.input, { cause });

/** A service that was asked or told something and failed. Exit code 4. */
export const serviceError = (code: string, message: string, cause?: unknown): MonitorError =>
  new MonitorError(code, message, EXIT.service, { cause });
