import { configurationError, EXIT, type ExitCode } from '../../monitor-error.ts';
import { runCommand } from '../cli.ts';
import { nearestName } from '../nearest.ts';
import { printable } from '../printable.ts';
import { terminalReporter } from '../terminal-reporter.ts';
import type { Command, CommandEntry, CommandList, Context } from './command.ts';
import { commandHelp, programHelp } from './help.ts';
import { readValues, splitArguments } from './parse-command.ts';

interface Program {
  /** The command line that starts the program, for help and examples. */
  readonly name: string;
  readonly description: string;
  readonly version: () => Promise<string>;
  readonly commands: CommandList;
}

/** Runs the command named by `args` and sets the exit code of the process. */
export async function runProgram(program: Program, args: readonly string[]): Promise<void> {
  const { commands } = program;
  const [name = '', ...rest] = args;
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  await runCommand(
    async (signal) => {
      if (entry !== undefined) return await runEntry(program, name, entry, rest, signal);
      const help = programHelp(program.name, program.description, commands);
      if (['--help', '-h', 'help'].includes(name)) process.stdout.write(help);
      else if (name === '--version') process.stdout.write(`${await program.version()}\n`);
      else if (name === '') {
        process.stderr.write(help);
        return EXIT.configuration;
      } else throw unknownCommand(name, commands);
      return undefined;
    },
    { verbose: entry !== undefined && rest.includes('--verbose') },
  );
}

function unknownCommand(name: string, commands: CommandList): Error {
  const near = nearestName(name, Object.keys(commands));
  return configurationError(
    'unknown-command',
    `There is no command ${name}.${near === null ? '' : ` Did you mean ${near}?`} --help lists them.`,
  );
}

/** Handles `--help` and `--version` before anything else: they must not require valid settings or change anything. */
async function runEntry(
  program: Program,
  name: string,
  { summary, load }: CommandEntry,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ExitCode | undefined> {
  const { command } = await load();
  const { flags, operands } = splitArguments(command, args);
  if (flags.has('help')) {
    process.stdout.write(commandHelp(program.name, name, summary, command));
    return undefined;
  }
  if (flags.has('version')) {
    process.stdout.write(`${await program.version()}\n`);
    return undefined;
  }
  const context = contextOf(command, flags, operands, signal);
  const code = await command.run(context);
  context.reporter.finish();
  if (context.verbose) context.printStages();
  return code;
}

function contextOf(
  command: Command,
  flags: ReadonlyMap<string, readonly string[]>,
  operands: readonly string[],
  signal: AbortSignal,
): Context<Command['options']> {
  const json = flags.has('json');
  const reporter = terminalReporter({
    stream: process.stderr,
    quiet: flags.has('quiet'),
    // Epoch milliseconds, because the report thread sends its stage times in them.
    clock: () => performance.timeOrigin + performance.now(),
  });
  return {
    values: readValues(command.options, flags),
    operands,
    signal,
    reporter,
    verbose: flags.has('verbose'),
    printStages: () => {
      for (const { stage, ms } of reporter.finish())
        process.stderr.write(`${(ms / 1000).toFixed(2).padStart(8)} s  ${stage}\n`);
    },
    print: (text) => {
      if (!json) process.stdout.write(`${printable(text)}\n`);
    },
    printExactly: (text) => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    printJson: (value, compact = false) => {
      if (json) process.stdout.write(`${JSON.stringify(value, null, compact ? 0 : 2)}\n`);
    },
  };
}
