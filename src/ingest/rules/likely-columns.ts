import { type ColumnMap, type ColumnPath, sourceOf, valueAt } from './column-map.ts';
import { knownNames, LOG_FIELDS, type LogField, wordsOf } from './log-fields.ts';
import type { ColumnRules, SampleRecord } from './resolve-columns.ts';

const MAX_LEVELS = 4;
/** Objects of one record that are looked into: records are from strangers. */
const MAX_OBJECTS = 50;
const MAX_SAMPLES = 400;
const MAX_NAME = 200;
/** Names of which it is remembered whether they are wanted. */
const MAX_NAMES = 10_000;
/** A place counts where at least this share of the records has a value there. */
const MIN_SHARE = 0.5;
const MIN_FITTING = 0.9;

/**
 * Places in records where a field that has none probably stands: below the top level under its name or an alias; else, of a
 * required field, under a name with a word for it (`model_score`). Its values fit. They are proposed and never read by themselves.
 *
 * @param map where the fields of these records are read.
 * @returns field → dotted paths, as the policy's `columns` takes them; a name that itself holds a dot is left out.
 */
export function likelyColumns(
  map: ColumnMap,
  rules: Pick<ColumnRules, 'columns'>,
  samples: readonly SampleRecord[],
): ReadonlyMap<string, readonly string[]> {
  const { source } = map;
  const records = samples.slice(0, MAX_SAMPLES);
  const isThere = (field: LogField): boolean => {
    const from = sourceOf(map, field);
    // A label from the score is a last resort, unless the policy asks for it.
    if (from.kind === 'threshold') return field.name in rules.columns[source];
    if (from.kind !== 'paths') return true;
    return records.some((record) => from.paths.some((path) => (valueAt(record, path) ?? null) !== null));
  };
  const missing = LOG_FIELDS[source].filter((field) => !isThere(field));
  if (missing.length === 0) return new Map();
  const places = placesOf(records, (name) => missing.some((field) => isNamedLike(field, name)));
  const found = new Map(missing.map((field) => [field.name, placesFor(field, places, records)]));
  // What is named like a field among the features is a feature.
  const input = LOG_FIELDS[source].find(({ name }) => name === 'input');
  const from = input === undefined ? null : sourceOf(map, input);
  const features = [...(from?.kind === 'paths' ? from.paths : []), ...(found.get('input') ?? [])];
  const isFeature = (path: ColumnPath): boolean =>
    features.some((head) => head.length < path.length && head.every((name, i) => name === path[i]));
  return new Map(
    [...found].map(([field, paths]) => [
      field,
      paths.filter((path) => !isFeature(path)).map((path) => path.join('.')),
    ]),
  );
}

/** Not for labels: without one it is derived from the score, and many a feature is a class or category. */
const hasWord = ({ name: field, words = [] }: LogField, name: string): boolean => {
  if (field === 'label') return false;
  const own = wordsOf(name);
  return words.some((word) => own.includes(word));
};
const isNamedLike = (field: LogField, name: string): boolean =>
  knownNames(field).includes(name) || hasWord(field, name);

/** Paths of values whose names are wanted, in the order in which records show them. */
function placesOf(records: readonly SampleRecord[], isWanted: (name: string) => boolean): ColumnPath[] {
  const wanted = new Map<string, boolean>();
  const places = new Map<string, ColumnPath>();
  for (const record of records) {
    let objects = 0;
    const walk = (value: unknown, path: ColumnPath): void => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      if (path.length === MAX_LEVELS || objects === MAX_OBJECTS) return;
      objects += 1;
      for (const [name, inner] of Object.entries(value)) {
        if (name === '' || name.length > MAX_NAME || name.includes('.')) continue;
        const place = [...path, name];
        const isLike = wanted.get(name) ?? isWanted(name);
        if (wanted.size < MAX_NAMES) wanted.set(name, isLike);
        if (isLike) places.set(JSON.stringify(place), place);
        walk(inner, place);
      }
    };
    walk(record, []);
  }
  return [...places.values()];
}

/** Under its own names below the top level; else under names that have a word for it, anywhere. */
function placesFor(
  field: LogField,
  places: readonly ColumnPath[],
  records: readonly SampleRecord[],
): ColumnPath[] {
  const named = (isName: (name: string) => boolean, least: number): ColumnPath[] =>
    places.filter((path) => path.length >= least && isName(path.at(-1) ?? '') && holds(field, path, records));
  const own = named((name) => knownNames(field).includes(name), 2);
  return own.length > 0 ? own : named((name) => hasWord(field, name), 1);
}

function holds(field: LogField, path: ColumnPath, records: readonly SampleRecord[]): boolean {
  const values = records.map((record) => valueAt(record, path) ?? null).filter((value) => value !== null);
  // What is only ever 0 or 1 was decided, and is no score.
  if (field.name === 'score' && values.every((value) => value === 0 || value === 1)) return false;
  return (
    values.length >= MIN_SHARE * records.length &&
    values.filter((value) => field.fits(value)).length >= MIN_FITTING * values.length
  );
}
