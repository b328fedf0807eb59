import { type ColumnMap, type ColumnPath, sourceOf, usualColumns, valueAt } from '../rules/column-map.ts';
import { LOG_COLUMNS, LOG_FIELDS, type LogField } from '../rules/log-fields.ts';
import { CSV_NUMBER } from './csv-header.ts';

/** Which cells of a row become which member of the record. */
export interface CsvLayout {
  readonly fields: readonly {
    readonly field: LogField;
    /** The first filled cell counts. */
    readonly cells: readonly CellPlace[];
    readonly constant: string | number | null;
  }[];
  readonly threshold: { readonly above: number; readonly positive: string; readonly negative: string } | null;
  /** Columns that hold one feature each; null where one column holds them all. */
  readonly features: readonly { readonly index: number; readonly name: string }[] | null;
}

interface CellPlace {
  readonly index: number;
  /** Path in the JSON that the cell holds. */
  readonly within: ColumnPath;
  /** Name in the record: the field's, or the second one under which it is read anyway. */
  readonly member: string;
}

export function layoutOf(header: readonly string[], columns: ColumnMap | null): CsvLayout {
  // Without a map the columns of both logs are read: the record is only looked at.
  const maps = columns === null ? [usualColumns('predictions'), usualColumns('requests')] : [columns];
  const seen = new Set<string>();
  const fields = maps.flatMap((map) =>
    LOG_FIELDS[map.source].flatMap((field) => {
      if (seen.has(field.name)) return [];
      seen.add(field.name);
      const from = sourceOf(map, field);
      const cells = from.kind === 'paths' ? from.paths.flatMap((path) => cellOf(header, path, field)) : [];
      return [{ field, cells, constant: from.kind === 'constant' ? from.value : null }];
    }),
  );
  const [map = usualColumns('predictions')] = maps;
  const label = map.fields.get('label');
  const used = new Set(fields.flatMap(({ cells }) => cells.map(({ index }) => index)));
  const hasInput = fields.some(({ field, cells }) => field.name === 'input' && cells.length > 0);
  return {
    fields,
    threshold: label?.kind === 'threshold' ? label : null,
    features: hasInput ? null : featureCells(header, map, used),
  };
}

/** The cell of a path: a column of that name, or a column of JSON in which the rest of the path leads on. */
function cellOf(header: readonly string[], path: ColumnPath, field: LogField): CellPlace[] {
  const name = path.join('.');
  const member = name === field.secondName ? name : field.name;
  const flat = header.indexOf(name);
  if (flat >= 0) return [{ index: flat, within: [], member }];
  const head = header.indexOf(path[0] ?? '');
  return head < 0 ? [] : [{ index: head, within: path.slice(1), member }];
}

function featureCells(
  header: readonly string[],
  map: ColumnMap,
  used: ReadonlySet<number>,
): { index: number; name: string }[] {
  const input = map.fields.get('input') ?? { kind: 'paths', paths: [['input']] };
  const prefixes = (input.kind === 'paths' ? input.paths : []).map((path) => path.join('.'));
  const within = header.flatMap((name, index) => {
    const prefix = prefixes.find((start) => name.startsWith(`${start}.`) || name.startsWith(`${start}_`));
    return prefix === undefined || used.has(index) ? [] : [{ index, name: name.slice(prefix.length + 1) }];
  });
  if (within.length > 0) return within;
  return header.flatMap((name, index) => (used.has(index) || LOG_COLUMNS.has(name) ? [] : [{ index, name }]));
}

export function toLogRecord({ fields, threshold, features }: CsvLayout, cells: readonly string[]): string {
  const members: string[] = [];
  for (const { field, cells: places, constant } of fields) {
    const found = constant === null ? firstFilled(field, places, cells) : null;
    const json = constant === null ? (found?.json ?? null) : JSON.stringify(constant);
    if (json !== null) members.push(`"${found?.member ?? field.name}":${json}`);
    if (field.name === 'score' && threshold !== null && json !== null && CSV_NUMBER.test(json)) {
      const { above, positive, negative } = threshold;
      members.push(`"label":${JSON.stringify(Number(json) > above ? positive : negative)}`);
    }
  }
  if (features !== null) {
    const filled = features.filter(({ index }) => (cells[index] ?? '') !== '');
    const input = Object.fromEntries(filled.map(({ index, name }) => [name, typed(cells[index] ?? '')]));
    members.push(`"input":${JSON.stringify(input)}`);
  }
  return `{${members.join()}}`;
}

function firstFilled(
  field: LogField,
  places: readonly CellPlace[],
  cells: readonly string[],
): { readonly json: string; readonly member: string } | null {
  for (const { index, within, member } of places) {
    const cell = cells[index] ?? '';
    const json = cell === '' ? null : within.length === 0 ? cellJson(field, cell) : jsonWithin(cell, within);
    if (json !== null) return { json, member };
  }
  return null;
}

function cellJson({ name, text }: LogField, cell: string): string {
  if (name === 'input') return inputJson(cell);
  // A number of seconds or milliseconds since 1970.
  const isNumber = !text || name === 'timestamp';
  return JSON.stringify(isNumber ? typed(cell) : cell);
}

/** Value in a cell that holds JSON; null where it holds none. */
function jsonWithin(cell: string, path: ColumnPath): string | null {
  try {
    const value: unknown = valueAt({ cell: JSON.parse(cell) }, ['cell', ...path]) ?? null;
    return value === null ? null : JSON.stringify(value);
  } catch {
    // Not JSON, or nested too deeply to be written again.
    return null;
  }
}

/** A number where the cell is one. */
export const typed = (cell: string): string | number =>
  CSV_NUMBER.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : cell;

/**
 * The cell's own JSON on one line. It is not serialised again, because `JSON.stringify` recurses and input may be nested
 * deeply enough to overflow the stack. Text that is not JSON becomes a string, and is then refused as no object.
 */
function inputJson(cell: string): string {
  try {
    JSON.parse(cell);
    return cell.replace(/[\r\n]/g, ' ');
  } catch {
    return JSON.stringify(cell);
  }
}
