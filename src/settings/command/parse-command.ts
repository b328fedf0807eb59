import { parseArgs } from 'node:util';
import { nearestName } from '../nearest.ts';
import { COMMON_OPTIONS, type Command } from './command.ts';
import { flagError, type Options, type Values } from './options.ts';

interface Given {
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

/** The flags of a command line, checked against the declaration but not parsed yet. */
export function splitArguments(command: Command, args: readonly string[]): Given {
  const options: Options = { ...command.options, ...COMMON_OPTIONS };
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { placeholder }]) => [
        name,
        {
          type: placeholder === null ? ('boolean' as const) : ('string' as const),
          ...(name === 'help' ? { short: 'h' } : {}),
        },
      ]),
    ),
  });
  const flags = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) throw unknownFlag(rawName, Object.keys(options));
    flags.set(name, [...(flags.get(name) ?? []), textOf(option.placeholder, rawName, value, inlineValue)]);
  }
  const [unexpected] = operands.slice(command.operands?.length ?? 0);
  if (unexpected !== undefined) throw flagError(`Unexpected argument "${unexpected}". See --help.`);
  return { flags, operands };
}

function unknownFlag(rawName: string, names: readonly string[]): Error {
  const near = rawName.startsWith('--') ? nearestName(rawName.slice(2), names) : null;
  return flagError(
    `There is no flag ${rawName}.${near === null ? '' : ` Did you mean --${near}?`} See --help.`,
  );
}

/** Refuses a value that starts with a dash, because it is usually the next flag; `--flag=-1` is unambiguous. */
function textOf(
  placeholder: string | null,
  rawName: string,
  value: string | undefined,
  inline: boolean | undefined,
): string {
  if (placeholder === null) {
    if (value !== undefined) throw flagError(`${rawName} takes no value. See --help.`);
    return '';
  }
  if (value === undefined || (inline !== true && /^-./.test(value))) {
    const attached =
      value === undefined ? '' : `; a value that begins with a dash is given as ${rawName}=${value}`;
    throw flagError(`${rawName} needs a value (${placeholder})${attached}. See --help.`);
  }
  return value;
}

/** Parses every option of a command: applies defaults, checks ranges and required options. */
export function readValues<O extends Options>(
  options: O,
  flags: ReadonlyMap<string, readonly string[]>,
): Values<O> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, option.read(flags.get(name) ?? [], `--${name}`)]),
  ) as Values<O>;
}
