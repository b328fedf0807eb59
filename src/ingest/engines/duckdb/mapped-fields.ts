import {
  type ColumnMap,
  type ColumnPath,
  type ColumnSource,
  isUsual,
  pathsOf,
  sourceOf,
} from '../../rules/column-map.ts';
import { LOG_FIELDS } from '../../rules/log-fields.ts';
import { literal, literals, plainText, pointer, quoted } from './sql.ts';

/** Name of the column that holds whole records. */
const RECORD = 'record';

/** What the JSON reader is asked for, and the SQL of each field over it, where a log's fields have other names. */
export interface MappedFields {
  /** Top-level keys to be read as columns of JSON text; null: whole records, as the column `record`. */
  readonly keys: readonly string[] | null;
  /**
   * SQL of a source with `file` and each of `names` as JSON text.
   *
   * @param source has `file` and, as text, the columns that were asked for.
   * @param hasStruct it has the struct `fields` too, which is handed on.
   */
  readonly rows: (source: string, names: readonly string[], hasStruct: boolean) => string;
}

/**
 * The mapping of a log whose fields have other names; null where they have their own.
 *
 * Columns by the names at the top level are the fastest. Whole records are read where features stand at the top level, and
 * where two names differ in case alone: columns of a table do not.
 *
 * @param others names that are read at the top level under their own names.
 */
export function mappedFields(map: ColumnMap, others: readonly string[]): MappedFields | null {
  if (isUsual(map)) return null;
  const keys = topLevelColumns(map, others);
  return {
    keys,
    rows: (source, names, hasStruct) => {
      const places = [...pathsOf(map), ...others.map((name) => [name])];
      const found =
        keys === null
          ? `(select file, ${RECORD}, json_extract(${RECORD}, ${literals(places.map(pointerOf))})::varchar[] as places from ${source})`
          : source;
      const jsonAt = (path: ColumnPath): string =>
        keys === null
          ? `nullif(places[${places.findIndex((place) => pointerOf(place) === pointerOf(path)) + 1}], 'null')`
          : withinColumn(path);
      const fields = fieldSql(map, jsonAt, restOfRecord(map));
      const all = names.map((name) => `${fields.get(name) ?? jsonAt([name])} as ${quoted(name)}`);
      return `(select file, ${all.join(', ')}${hasStruct ? ', fields' : ''} from ${found})`;
    },
  };
}

/** The names at the top level that are read as columns; null where whole records have to be read. */
function topLevelColumns(map: ColumnMap, others: readonly string[]): readonly string[] | null {
  if (isUsual(map)) return [...pathsOf(map).map(([head = '']) => head), ...others];
  if ([...map.fields.values()].some(({ kind }) => kind === 'rest')) return null;
  const heads = new Set([...pathsOf(map).map(([head = '']) => head), ...others]);
  const distinct = new Set([...heads].map((head) => head.toLowerCase()));
  const isTaken = [...OWN_COLUMNS].some((name) => distinct.has(name));
  return distinct.size < heads.size || isTaken ? null : [...heads];
}

/** Columns of the source beside the log's. */
const OWN_COLUMNS = ['file', 'fields'];

/** The top-level key whose values are the features, where the reader can parse them into a struct; else null. */
export function inputColumn(map: ColumnMap, others: readonly string[]): string | null {
  const from = map.fields.get('input') ?? { kind: 'paths', paths: [['input']] };
  if (map.inputIsText || from.kind !== 'paths' || topLevelColumns(map, others) === null) return null;
  const [path = [], ...further] = from.paths;
  const [head = '', ...within] = path;
  const readers = pathsOf(map).filter(([first]) => first === head);
  return further.length === 0 && within.length === 0 && readers.length === 1 ? head : null;
}

/** JSON Pointer of a path. */
export const pointerOf = (path: ColumnPath): string => path.map(pointer).join('');

function withinColumn([head = '', ...rest]: ColumnPath): string {
  if (rest.length === 0) return quoted(head);
  return `nullif(json_extract(${quoted(head)}, ${literal(pointerOf(rest))})::varchar, 'null')`;
}

/** SQL of the JSON text of each field of the log. */
export function fieldSql(
  map: ColumnMap,
  jsonAt: (path: ColumnPath) => string,
  rest: string,
): Map<string, string> {
  const fields = new Map<string, string>();
  const own = LOG_FIELDS[map.source].map(
    ({ name, ...field }) => [name, sourceOf(map, { name, ...field })] as const,
  );
  for (const [name, from] of own) {
    const sql = from.kind === 'rest' ? rest : found(from, jsonAt);
    if (sql !== null) fields.set(name, name === 'input' && map.inputIsText ? fromText(sql) : sql);
  }
  // A constant stands for nothing in a line that is no record.
  const any = `coalesce(${[...fields.values()].join(', ')}, null) is not null`;
  for (const [name, from] of own) {
    if (from.kind === 'constant') {
      fields.set(name, `case when ${any} then ${literal(JSON.stringify(from.value))} end`);
    } else if (from.kind === 'threshold') {
      const score = `try_cast(${fields.get('score') ?? 'null'} as double)`;
      const label = (text: string): string => literal(JSON.stringify(text));
      fields.set(
        name,
        `case when ${score} > ${from.above} then ${label(from.positive)} when ${score} is not null then ${label(from.negative)} end`,
      );
    }
  }
  // The second names are part of the fields now.
  for (const { secondName } of LOG_FIELDS[map.source]) {
    if (secondName !== undefined) fields.set(secondName, 'null::varchar');
  }
  return fields;
}

function found(from: ColumnSource, jsonAt: (path: ColumnPath) => string): string | null {
  if (from.kind !== 'paths') return null;
  const values = from.paths.map(jsonAt);
  return values.length === 1 ? (values[0] ?? null) : `coalesce(${values.join(', ')})`;
}

/** The record without its fields: a merge patch (RFC 7396) removes the members that are null in it. */
function restOfRecord(map: ColumnMap): string {
  const input = map.fields.get('input');
  const except = input?.kind === 'rest' ? input.except : [];
  const patch = JSON.stringify(Object.fromEntries(except.map((name) => [name, null])));
  return `case when ascii(${RECORD}) = 123 then json_merge_patch(${RECORD}, ${literal(patch)})::varchar end`;
}

/** Features that are the text of an object: the object, written without spaces as the engine writes it. */
const fromText = (json: string): string =>
  `case when ascii(${json}) = 34 then coalesce(try(json(${plainText(json)}))::varchar, ${json}) else ${json} end`;
