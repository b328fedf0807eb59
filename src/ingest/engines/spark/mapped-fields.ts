import {
  type ColumnMap,
  type ColumnPath,
  type ColumnSource,
  pathsOf,
  sourceOf,
} from '../../rules/column-map.ts';
import { LOG_FIELDS } from '../../rules/log-fields.ts';
import { isJsonNumber, jsonText, literal, variantField } from './sql.ts';

/** SQL of the variant under a path of an object variant, null where there is none or a JSON null. */
export function variantAt(object: string, path: ColumnPath): string {
  const value = path.reduce(variantField, object);
  return `case when is_variant_null(${value}) then null else ${value} end`;
}

/**
 * SQL of the variant of each field of a log whose fields have other names.
 *
 * @param at SQL of the value at a path.
 * @param rest SQL of the object that features at the top level make.
 */
export function fieldVariants(
  map: ColumnMap,
  at: (path: ColumnPath) => string,
  rest: (except: readonly string[]) => string,
): Map<string, string> {
  const fields = new Map<string, string>();
  const own = LOG_FIELDS[map.source].map((field) => [field.name, sourceOf(map, field)] as const);
  for (const [name, from] of own) {
    const sql = found(from, at, rest);
    if (sql !== null) fields.set(name, name === 'input' && map.inputIsText ? fromText(sql) : sql);
  }
  // A constant stands for nothing in a line that is no record.
  const any = [...fields.values()].map((sql) => `(${sql}) is not null`).join(' or ');
  for (const [name, from] of own) {
    const parsed = (value: string | number): string => `parse_json(${literal(JSON.stringify(value))})`;
    if (from.kind === 'constant') {
      fields.set(name, `case when ${any === '' ? 'true' : any} then ${parsed(from.value)} end`);
    } else if (from.kind === 'threshold') {
      const json = jsonText(fields.get('score') ?? 'cast(null as variant)');
      const score = `case when ${isJsonNumber(json)} then double(${json}) end`;
      fields.set(
        name,
        `case when (${score}) > ${from.above}D then ${parsed(from.positive)} when (${score}) is not null then ${parsed(from.negative)} end`,
      );
    }
  }
  // The second names are part of the fields now.
  for (const { secondName } of LOG_FIELDS[map.source]) {
    if (secondName !== undefined) fields.set(secondName, 'cast(null as variant)');
  }
  return fields;
}

function found(
  from: ColumnSource,
  at: (path: ColumnPath) => string,
  rest: (except: readonly string[]) => string,
): string | null {
  if (from.kind === 'rest') return rest(from.except);
  return from.kind === 'paths' ? `coalesce(${from.paths.map(at).join(', ')})` : null;
}

/** Features that are the text of an object: the object. */
const fromText = (variant: string): string =>
  `case when ascii(to_json(${variant})) = 34
    then coalesce(try_parse_json(try_variant_get(${variant}, '$', 'string')), ${variant}) else ${variant} end`;

/** Top-level names that a map reads. */
export const headsOf = (map: ColumnMap): string[] => pathsOf(map).map(([head = '']) => head);
