import type { Source } from '../store.ts';
import { featuresOf, LOG_FIELDS, type LogField, ownNames } from './log-fields.ts';

/** Names of one value, from the record's top level inwards. */
export type ColumnPath = readonly string[];

/** Where the values of one field come from. */
export type ColumnSource =
  /** The first of these that is not null. */
  | { readonly kind: 'paths'; readonly paths: readonly ColumnPath[] }
  | { readonly kind: 'constant'; readonly value: string | number }
  /** Every key of the record but these: features at the top level. */
  | { readonly kind: 'rest'; readonly except: readonly string[] }
  /** The label that the score says. */
  | {
      readonly kind: 'threshold';
      readonly above: number;
      readonly positive: string;
      readonly negative: string;
    };

/** How the records of one log become fields: resolved once for a log, from the policy and samples of its records. */
export interface ColumnMap {
  readonly source: Source;
  /** Only fields that are not read under their own names. */
  readonly fields: ReadonlyMap<string, ColumnSource>;
  /** The features are JSON text, as databases and CSV files hold them. */
  readonly inputIsText: boolean;
  /** What was understood, in words. */
  readonly notes: readonly string[];
}

export const usualColumns = (source: Source): ColumnMap => ({
  source,
  fields: new Map(),
  inputIsText: false,
  notes: [],
});

export const isUsual = ({ fields, inputIsText }: ColumnMap): boolean => fields.size === 0 && !inputIsText;

/** Paths of a field that stands under its own names. */
export const ownPaths = (field: LogField): ColumnPath[] => ownNames(field).map((name) => [name]);

export const sourceOf = (map: ColumnMap, field: LogField): ColumnSource =>
  map.fields.get(field.name) ?? { kind: 'paths', paths: ownPaths(field) };

/** Every path that a map reads. */
export const pathsOf = (map: ColumnMap): ColumnPath[] =>
  LOG_FIELDS[map.source].flatMap((field) => {
    const from = sourceOf(map, field);
    return from.kind === 'paths' ? from.paths : [];
  });

type JsonObject = Readonly<Record<string, unknown>>;

/** The value at a path, own members only; undefined where there is none. */
export function valueAt(record: JsonObject, path: ColumnPath): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

/**
 * The fields of a record under their own names, for engines without SQL.
 *
 * @returns null prototype, so that no name is inherited; absent fields are undefined.
 */
export function readFields(record: JsonObject, map: ColumnMap): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let found = false;
  const own = LOG_FIELDS[map.source].map((field) => [field.name, sourceOf(map, field)] as const);
  for (const [name, from] of own) {
    if (from.kind === 'paths') fields[name] = firstAt(record, from.paths);
    else if (from.kind === 'rest') fields[name] = without(record, from.except);
    found ||= (fields[name] ?? null) !== null;
  }
  if (map.inputIsText && typeof fields['input'] === 'string') {
    fields['input'] = featuresOf(fields['input']) ?? fields['input'];
  }
  for (const [name, from] of own) {
    // A constant stands for nothing in a line that is no record.
    if (from.kind === 'constant' && found) fields[name] = from.value;
    const { score } = fields as { score?: unknown };
    if (from.kind === 'threshold' && typeof score === 'number') {
      fields[name] = score > from.above ? from.positive : from.negative;
    }
  }
  return fields;
}

/** The features of a record; null where there are none. */
export function readInput(record: JsonObject, map: ColumnMap): JsonObject | null {
  const from = map.fields.get('input') ?? { kind: 'paths', paths: [['input']] };
  if (from.kind === 'rest') return without(record, from.except);
  const value = from.kind === 'paths' ? firstAt(record, from.paths) : null;
  return typeof value === 'string' && !map.inputIsText ? null : featuresOf(value);
}

function firstAt(record: JsonObject, paths: readonly ColumnPath[]): unknown {
  for (const path of paths) {
    const value = valueAt(record, path) ?? null;
    if (value !== null) return value;
  }
  return undefined;
}

function without(record: JsonObject, except: readonly string[]): JsonObject {
  const names = new Set(except);
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
}
