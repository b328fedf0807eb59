import type { ExitCode } from '../../monitor-error.ts';
import type { TimedReporter } from '../terminal-reporter.ts';
import { flag, type Options, type Values } from './options.ts';

/** What every command takes beside its own options. */
export const COMMON_OPTIONS = {
  json: flag('the result as JSON on standard output'),
  quiet: flag('print warnings and the result only'),
  verbose: flag('say where the time went and, of an error, where it arose'),
  version: flag('print the version'),
  help: flag('this text'),
} as const satisfies Options;

/** What a command is given to work with. */
export interface Context<O extends Options> {
  readonly values: Values<O>;
  /** Arguments that are no flags, as many as the command declares at most. */
  readonly operands: readonly string[];
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Progress and warnings on standard error; silent but for warnings with `--quiet`. */
  readonly reporter: TimedReporter;
  readonly verbose: boolean;
  /** Prints on standard error what every stage of the reporter took; `--verbose` does so at the end of every command. */
  printStages(): void;
  /** Prints a line for people; nothing with `--json`. */
  print(text: string): void;
  /** As `print`, for text whose every character counts, such as commands to a CI runner. */
  printExactly(text: string): void;
  /** Prints a result for programs, on one line where `compact`; nothing without `--json`. */
  printJson(value: unknown, compact?: boolean): void;
}

/** One command, declared once: parsing, help and the errors about its flags are made from this. */
export interface Command<O extends Options = Options> {
  readonly options: O;
  /** Arguments that are no flags, in their order; all of them may be left out. */
  readonly operands?: readonly { readonly name: string; readonly meaning: string }[];
  /** What help says beside the flags; a function where it depends on the environment. */
  readonly details?: string | (() => string);
  /** A call that works: its arguments, and what is set or piped before it. */
  readonly example: { readonly before?: string; readonly args: readonly string[] };
  /** Exit codes that the command may end with beside 0, 1 and 2, and what they say here where it is special. */
  readonly exits: Partial<Readonly<Record<ExitCode, string | null>>>;
  // A method, so that a command of particular options is a command.
  run(context: Context<O>): Promise<ExitCode | undefined>;
}

/** Types a declaration: `run` is handed a value for each option. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command<O> => command;

/** A command's place in the list: its module is read only when it is used. */
export interface CommandEntry {
  /** One sentence: the first line of its help, and its line in the list. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

export type CommandList = Readonly<Record<string, CommandEntry>>;
