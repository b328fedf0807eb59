import { EXIT, EXIT_MEANINGS, type ExitCode } from '../../monitor-error.ts';
import { COMMON_OPTIONS, type Command, type CommandList } from './command.ts';
import type { Option, Options } from './options.ts';

const WIDTH = 110;
const MAX_LABEL = 26;

/** A command's example as a shell command line. */
export const exampleLine = (program: string, name: string, { example }: Command): string =>
  [example.before ?? [], `${program} ${name}`, example.args.map(quoted)].flat().join(' ');

/** The help of one command, made from its declaration. */
export function commandHelp(program: string, name: string, summary: string, command: Command): string {
  const { options, operands = [], details = [] } = command;
  const usage = [
    `Usage: ${program} ${name}`,
    ...operands.map((operand) => `[${operand.name}]`),
    ...Object.entries(options)
      .filter(([, option]) => option.required)
      .map(([flag, { placeholder }]) => `--${flag} ${placeholder}`),
    '[options]',
  ].join(' ');
  const rows = [
    ...operands.map(({ name: operand, meaning }): Row => [operand, meaning]),
    ...optionRows(options),
  ];
  const common = optionRows(COMMON_OPTIONS);
  return [
    summary,
    usage,
    ...(rows.length === 0 ? [] : [table(rows)]),
    table(common),
    ...[typeof details === 'function' ? details() : details].flat(),
    `Example: ${exampleLine(program, name, command)}`,
    `${exitLine(command)}\n`,
  ].join('\n\n');
}

/** The list of all commands. */
export function programHelp(program: string, description: string, commands: CommandList): string {
  const rows = Object.entries(commands).map(([name, { summary }]): Row => [name, summary]);
  return [
    description,
    `Usage: ${program} COMMAND [options]`,
    table(rows),
    `${program} COMMAND --help shows a command's flags, defaults and an example.`,
    `Exit codes: ${exitCodes(Object.values(EXIT).map((code) => [code, null]))}.\n`,
  ].join('\n\n');
}

type Row = readonly [label: string, text: string];

const optionRows = (options: Options): Row[] =>
  Object.entries(options).map(([name, option]) => [labelOf(name, option), textOf(option)]);

const labelOf = (name: string, { placeholder }: Option<unknown>): string =>
  `${name === 'help' ? '-h, ' : ''}--${name}${placeholder === null ? '' : ` ${placeholder}`}`;

function textOf({ meaning, shownDefault, required, repeatable }: Option<unknown>): string {
  const remarks = [
    ...(required ? ['required'] : []),
    ...(repeatable ? ['repeatable'] : []),
    ...(shownDefault === null ? [] : [`default ${shownDefault}`]),
  ];
  return remarks.length === 0 ? meaning : `${meaning} (${remarks.join(', ')})`;
}

function table(rows: readonly Row[]): string {
  const width = Math.min(MAX_LABEL, Math.max(...rows.map(([label]) => label.length)));
  return rows
    .flatMap(([label, text]) => {
      const lines = wrapped(text, WIDTH - width - 5);
      const own = label.length > width ? [`  ${label}`] : [];
      return [
        ...own,
        ...lines.map((line, i) => `  ${(i === 0 && own.length === 0 ? label : '').padEnd(width)}   ${line}`),
      ];
    })
    .join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function exitLine({ exits }: Command): string {
  const always: Command['exits'] = { [EXIT.ok]: null, [EXIT.bug]: null, [EXIT.configuration]: null };
  const codes = Object.entries({ ...always, ...exits }) as [string, string | null][];
  return `Exit codes: ${exitCodes(codes.map(([code, text]) => [Number(code) as ExitCode, text]))}.`;
}

const exitCodes = (codes: readonly (readonly [ExitCode, string | null])[]): string =>
  [...codes.map(([code, text]) => `${code} ${text ?? EXIT_MEANINGS[code]}`), '130 interrupted'].join(', ');

const quoted = (argument: string): string =>
  /^[\w./:=,@|-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
