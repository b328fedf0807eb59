import { expect, test } from 'vitest';
import { defineCommand } from './command.ts';
import { choice, flag, number, port, requiredText, text, texts } from './options.ts';
import { readValues, splitArguments } from './parse-command.ts';

const command = defineCommand({
  options: {
    data: requiredText('FILE', 'rows'),
    add: texts('FILE', 'more rows', ['none.csv']),
    note: text('TEXT', 'a note'),
    target: text('NAME', 'a column', 'engaged'),
    mode: choice(['fast', 'slow'], 'how', 'fast'),
    rate: number('N', 'a rate', { min: 0, max: 10 }),
    folds: number('N', 'folds', { min: 2, max: 50, whole: true }, 5),
    port: port(8501),
    force: flag('anyway'),
  },
  operands: [{ name: 'directory', meaning: 'where' }],
  example: { args: ['--data', 'x'] },
  exits: {},
  run: async () => undefined,
});

function parse(...args: string[]) {
  const { flags, operands } = splitArguments(command, args);
  return { ...readValues(command.options, flags), operands };
}

test('defaults stand where nothing is given', () => {
  expect(parse('--data', 'x.csv')).toEqual({
    data: 'x.csv',
    add: ['none.csv'],
    note: undefined,
    target: 'engaged',
    mode: 'fast',
    rate: undefined,
    folds: 5,
    port: 8501,
    force: false,
    operands: [],
  });
});

test('values are read by their kind; the last of several counts, a list keeps all', () => {
  const given = parse(
    ...['dist', '--data', 'a', '--data=b', '--add', '1', '--add', '2', '--mode', 'slow', '--force'],
    ...['--rate=0.5', '--folds', '10', '--port', '0', '--note=-dash', '--target', ''],
  );
  expect(given).toMatchObject({
    data: 'b',
    add: ['1', '2'],
    mode: 'slow',
    force: true,
    rate: 0.5,
    folds: 10,
    port: 0,
    note: '-dash',
    target: '',
    operands: ['dist'],
  });
});

test('what follows -- is no flag', () => {
  expect(parse('--data', 'x', '--', '--force')).toMatchObject({ force: false, operands: ['--force'] });
});

test.each<[string[], string]>([
  [[], '--data FILE is needed. See --help.'],
  [['--dta', 'x'], 'There is no flag --dta. Did you mean --data? See --help.'],
  [['--zzzzzzzzzz'], 'There is no flag --zzzzzzzzzz. See --help.'],
  [['-x'], 'There is no flag -x. See --help.'],
  [['--__proto__=1'], 'There is no flag --__proto__. See --help.'],
  [['--constructor'], 'There is no flag --constructor. See --help.'],
  [['--data'], '--data needs a value (FILE). See --help.'],
  [
    ['--data', '--force'],
    '--data needs a value (FILE); a value that begins with a dash is given as --data=--force. See --help.',
  ],
  [['--force=yes'], '--force takes no value. See --help.'],
  [['a', 'b'], 'Unexpected argument "b". See --help.'],
  [['--data', 'x', '--mode', 'Fast'], '--mode must be fast or slow, not "Fast".'],
  [['--data', 'x', '--rate', 'ten'], '--rate must be a number from 0 to 10, not "ten".'],
  [['--data', 'x', '--rate', ''], '--rate must be a number from 0 to 10, not "".'],
  [['--data', 'x', '--rate', '10.1'], '--rate must be a number from 0 to 10, not "10.1".'],
  [['--data', 'x', '--folds', '2.5'], '--folds must be a whole number from 2 to 50, not "2.5".'],
  [['--data', 'x', '--folds', '0x10'], '--folds must be a whole number from 2 to 50, not "0x10".'],
  [['--data', 'x', '--port', '65536'], '--port must be a whole number from 0 to 65,535, not "65536".'],
])('%j is refused in words', (args, message) => {
  expect(() => parse(...args)).toThrow(expect.objectContaining({ code: 'bad-flag', exitCode: 2, message }));
});
