import { configurationError, type MonitorError } from '../../monitor-error.ts';

/** One flag of a command: its help text, and how its arguments are parsed. */
export interface Option<T> {
  readonly meaning: string;
  /** Placeholder of the value in help, such as `FILE`; null for a switch. */
  readonly placeholder: string | null;
  /** The default as shown in help; null where there is none or it is obvious. */
  readonly shownDefault: string | null;
  readonly required: boolean;
  readonly repeatable: boolean;
  /**
   * @param given the values on the command line, in order; empty where the flag is absent.
   * @param flag name with dashes, for messages.
   * @throws MonitorError `bad-flag` (exit code 2).
   */
  readonly read: (given: readonly string[], flag: string) => T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** Parsed options of a command, by name. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** Error on the command line; exit code 2. */
export const flagError = (message: string): MonitorError => configurationError('bad-flag', message);

interface Default {
  readonly default: string;
  /** Shown in help instead, where the value comes from the environment. */
  readonly shown?: string;
}

/** A switch: true where it is on the command line. */
export const flag = (meaning: string): Option<boolean> => ({
  meaning,
  placeholder: null,
  shownDefault: null,
  required: false,
  repeatable: false,
  read: (given) => given.length > 0,
});

type Parse<T> = (text: string, flag: string) => T;
const asIs: Parse<string> = (text) => text;

/** An optional value; the last one given is used. Undefined where neither a value nor a default is given. */
export function value<T>(placeholder: string, meaning: string, parse: Parse<T>): Option<T | undefined>;
export function value<T>(
  placeholder: string,
  meaning: string,
  parse: Parse<T>,
  fallback: Default | undefined,
): Option<T>;
export function value<T>(
  placeholder: string,
  meaning: string,
  parse: Parse<T>,
  fallback?: Default,
): Option<T | undefined> {
  return {
    meaning,
    placeholder,
    shownDefault: fallback === undefined ? null : (fallback.shown ?? fallback.default),
    required: false,
    repeatable: false,
    read: (given, name) => {
      const text = given.at(-1) ?? fallback?.default;
      return text === undefined ? undefined : parse(text, name);
    },
  };
}

/** A required value. */
export function required<T>(placeholder: string, meaning: string, parse: Parse<T>): Option<T> {
  return {
    meaning,
    placeholder,
    shownDefault: null,
    required: true,
    repeatable: false,
    read: (given, name) => {
      const text = given.at(-1);
      if (text === undefined) throw flagError(`${name} ${placeholder} is needed. See --help.`);
      return parse(text, name);
    },
  };
}

export function text(placeholder: string, meaning: string): Option<string | undefined>;
export function text(placeholder: string, meaning: string, fallback: string | Default): Option<string>;
export function text(
  placeholder: string,
  meaning: string,
  fallback?: string | Default,
): Option<string | undefined> {
  return value(placeholder, meaning, asIs, typeof fallback === 'string' ? { default: fallback } : fallback);
}

export const requiredText = (placeholder: string, meaning: string): Option<string> =>
  required(placeholder, meaning, asIs);

/** A flag that may be repeated; the given values replace the default. */
export const texts = (
  placeholder: string,
  meaning: string,
  fallback: readonly string[] = [],
): Option<readonly string[]> => ({
  meaning,
  placeholder,
  shownDefault: null,
  required: false,
  repeatable: true,
  read: (given) => (given.length === 0 ? fallback : given),
});

/** One of several words, among them the default. */
export function choice<const T extends string>(words: readonly T[], meaning: string, fallback: T): Option<T>;
export function choice<const T extends string>(words: readonly T[], meaning: string): Option<T | undefined>;
export function choice<const T extends string>(
  words: readonly T[],
  meaning: string,
  fallback?: T,
): Option<T | undefined> {
  const parse: Parse<T> = (given, name) => {
    const word = words.find((candidate) => candidate === given);
    if (word === undefined) throw flagError(`${name} must be ${listed(words)}, not "${given}".`);
    return word;
  };
  return value(words.join('|'), meaning, parse, fallback === undefined ? undefined : { default: fallback });
}

const listed = (words: readonly string[]): string =>
  `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/** A parser of numbers in a range, both ends included. */
export const numberIn =
  ({ min, max, whole = false }: Range): Parse<number> =>
  (given, name) => {
    const number = (whole ? /^-?\d+$/.test(given) : given.trim() !== '') ? Number(given) : Number.NaN;
    if (number >= min && number <= max) return number;
    const kind = whole ? 'a whole number' : 'a number';
    const range = `from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
    throw flagError(`${name} must be ${kind} ${range}, not "${given}".`);
  };

/** A number in a range. */
export function number(placeholder: string, meaning: string, range: Range): Option<number | undefined>;
export function number(placeholder: string, meaning: string, range: Range, fallback: number): Option<number>;
export function number(
  placeholder: string,
  meaning: string,
  range: Range,
  fallback?: number,
): Option<number | undefined> {
  return value(
    placeholder,
    meaning,
    numberIn(range),
    fallback === undefined ? undefined : { default: String(fallback) },
  );
}

/** A TCP port; 0 lets the system choose. */
export const port = (fallback: number): Option<number> =>
  number('N', 'port to listen on; 0 takes any that is free', { min: 0, max: 65_535, whole: true }, fallback);
