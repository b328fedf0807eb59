import type { Source } from '../store.ts';
import { type ColumnPath, sourceOf, valueAt } from './column-map.ts';
import { LOG_FIELDS, type LogField } from './log-fields.ts';
import { type ColumnRules, resolveColumns, type SampleRecord } from './resolve-columns.ts';

const MAX_LEVELS = 4;
/** Objects of one record that are looked into: records are from strangers. */
const MAX_OBJECTS = 50;
const MAX_SAMPLES = 400;
/** A place counts where at least this share of the records has a value there. */
const MIN_SHARE = 0.5;
const MIN_FITTING = 0.9;

/**
 * Places within records, below their top level, of fields that have none: named as the field or an alias of it, with values
 * that it can have. They are proposed and never read by themselves.
 *
 * @returns field → dotted paths, as the policy's `columns` takes them; a name that itself holds a dot is left out.
 */
export function nestedColumns(
  source: Source,
  rules: ColumnRules,
  samples: readonly SampleRecord[],
): ReadonlyMap<string, readonly string[]> {
  const records = samples.slice(0, MAX_SAMPLES);
  const map = resolveColumns(source, rules, samples);
  const isThere = (field: LogField): boolean => {
    const from = sourceOf(map, field);
    // A label from the score is a last resort, unless the policy asks for it.
    if (from.kind === 'threshold') return field.name in rules.columns[source];
    if (from.kind !== 'paths') return true;
    return records.some((record) => from.paths.some((path) => (valueAt(record, path) ?? null) !== null));
  };
  const missing = LOG_FIELDS[source].filter((field) => !isThere(field));
  if (missing.length === 0) return new Map();
  const places = placesOf(records, new Set(missing.flatMap(namesOf)));
  const found = new Map(
    missing.map((field) => [field.name, places.filter((path) => holds(field, path, records))]),
  );
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

const namesOf = (field: LogField): string[] => [
  field.name,
  ...(field.secondName === undefined ? [] : [field.secondName]),
  ...field.aliases,
];

/** Paths of values below the top level that have one of the names, in the order in which records show them. */
function placesOf(records: readonly SampleRecord[], names: ReadonlySet<string>): ColumnPath[] {
  const places = new Map<string, ColumnPath>();
  for (const record of records) {
    let objects = 0;
    const walk = (value: unknown, path: ColumnPath): void => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      if (path.length === MAX_LEVELS || objects === MAX_OBJECTS) return;
      objects += 1;
      for (const [name, inner] of Object.entries(value)) {
        if (name === '' || name.includes('.')) continue;
        const place = [...path, name];
        if (place.length > 1 && names.has(name)) places.set(JSON.stringify(place), place);
        walk(inner, place);
      }
    };
    walk(record, []);
  }
  return [...places.values()];
}

function holds(field: LogField, path: ColumnPath, records: readonly SampleRecord[]): boolean {
  if (!namesOf(field).includes(path.at(-1) ?? '')) return false;
  const values = records.map((record) => valueAt(record, path) ?? null).filter((value) => value !== null);
  return (
    values.length >= MIN_SHARE * records.length &&
    values.filter((value) => field.fits(value)).length >= MIN_FITTING * values.length
  );
}
