type Place = readonly [x: number, y: number];

/** Without the noise of subtraction; drawings have one decimal at most. */
const step = (to: number, from: number): number => Math.round((to - from) * 10) / 10;

/** Numbers behind a command; a minus parts two numbers as well as a space. */
const joined = (numbers: readonly number[], continues: boolean): string =>
  numbers.map((number, i) => (number < 0 || (i === 0 && !continues) ? `${number}` : ` ${number}`)).join('');

/**
 * A path by the steps from place to place in place of the places: the same drawing in fewer bytes, because steps are short and
 * often alike.
 *
 * @param path of the commands `M`, `L`, `H`, `V`, `h`, `v` and `z`; one with others is returned as it is.
 * @example relativePath('M0,400L36,300L72,300H80') // 'M0 400l36-100 36 0h8'
 */
export function relativePath(path: string): string {
  if (!/^[MLHVhvz\d.,-]+$/.test(path)) return path;
  let at: Place = [0, 0];
  let start = at;
  let last = '';
  let relative = '';
  for (const [, letter = '', text = ''] of path.matchAll(/([MLHVhvz])([^MLHVhvz]*)/g)) {
    if (letter === 'z') {
      relative += 'z';
      at = start;
      last = letter;
      continue;
    }
    const to = target(letter, text.split(',').map(Number), at);
    const command = letter === 'M' ? (relative === '' ? 'M' : 'm') : letter.toLowerCase();
    const [dx, dy] = [step(to[0], at[0]), step(to[1], at[1])];
    const continues = command === last && command !== 'm';
    relative += `${continues ? '' : command}${joined(command === 'h' ? [dx] : command === 'v' ? [dy] : [dx, dy], continues)}`;
    at = [at[0] + dx, at[1] + dy];
    if (letter === 'M') start = at;
    last = command;
  }
  return relative;
}

function target(letter: string, [one = 0, two = 0]: readonly number[], [x, y]: Place): Place {
  if (letter === 'H') return [one, y];
  if (letter === 'V') return [x, one];
  if (letter === 'h') return [x + one, y];
  if (letter === 'v') return [x, y + one];
  return [one, two];
}
