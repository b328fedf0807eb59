import type { ExitCode } from '../../monitor-error.ts';
import type { TimedReporter } from '../terminal-reporter.ts';
import { flag, type Options, type Values } from './options.ts';

/** Options of every command, in addition to its own. */
export const COMMON_OPTIONS = {
  json: flag('the result as JSON on standard output'),
  quiet: flag('print warnings and the result only'),
  verbose: flag('say where the time went and, of an error, where it arose'),
  version: flag('print the version'),
  help: flag('this text'),
} as const satisfies Options;

/** Arguments, streams and output functions that a command receives. */
export interface Context<O extends Options> {
  readonly values: Values<O>;
  /** Positional arguments, at most as many as the command declares. */
  readonly operands: readonly string[];
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Progress and warnings on standard error; only warnings with `--quiet`. */
  readonly reporter: TimedReporter;
  readonly verbose: boolean;
  /** Prints the duration of every stage on standard error; `--verbose` does so at the end of every command. */
  printStages(): void;
  /** Prints a line for people; nothing with `--json`. */
  print(text: string): void;
  /** As `print`, without changing the text, such as workflow commands for a CI runner. */
  printExactly(text: string): void;
  /** Prints a result as JSON, on one line if `compact`; nothing without `--json`. */
  printJson(value: unknown, compact?: boolean): void;
}

/** Declaration of a command, from which parsing, help and errors about flags are derived. */
export interface Command<O extends Options = Options> {
  readonly options: O;
  /** Names of the positional arguments, in order; all are optional. */
  readonly operands?: readonly { readonly name: string; readonly meaning: string }[];
  /** Help text in addition to the flags; a function where it depends on the environment. */
  readonly details?: string | (() => string);
  /** A working example: its arguments, and variables or a pipe before the command. */
  readonly example: { readonly before?: string; readonly args: readonly string[] };
  /** Exit codes other than 0, 1 and 2, with their meaning where it is specific to the command. */
  readonly exits: Partial<Readonly<Record<ExitCode, string | null>>>;
  // A method, because parameters of methods are bivariant: a Command<X> can be used as a Command.
  run(context: Context<O>): Promise<ExitCode | undefined>;
}

/** Infers the types of a declaration: `run` receives a value for each option. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command<O> => command;

/** An entry in the list of commands; the command's module is loaded only when it is run. */
export interface CommandEntry {
  /** One sentence, shown in the list and as the first line of the help. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

export type CommandList = Readonly<Record<string, CommandEntry>>;
