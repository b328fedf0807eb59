import { configurationError } from '../../monitor-error.ts';
import type { CellTable } from './training-table.ts';

/** Counts of rows merged from several files. */
export interface MergeCounts {
  /** Rows of each file, in the order given. */
  readonly files: readonly { readonly location: string; readonly rows: number }[];
  /** Older rows that a newer row of the same lead replaced. */
  readonly replaced: number;
  /** Number of those whose outcome changed. */
  readonly outcomeChanged: number;
  readonly total: number;
}

export interface MergedTable extends CellTable {
  readonly counts: MergeCounts;
  /** Key column of leads; null where whole rows were compared. */
  readonly key: string | null;
  readonly notes: readonly string[];
}

/** Usual names of the key column of leads. */
const KEY_COLUMNS = ['lead_key', 'lead_id', 'lead_hash', 'linkedin_url', 'email'];
/** Names of the column with the labelling date; the later of two rows of one lead counts. */
const DATE_COLUMNS = ['date', 'labelled_at', 'timestamp'];

const cell = (table: CellTable, name: string, row: number): string =>
  table.columns[table.header.indexOf(name)]?.[row] ?? '';

function chooseKey(tables: readonly CellTable[], asked: string | undefined): string | null {
  if (asked !== undefined) {
    const without = tables.find((table) => !table.header.includes(asked));
    if (without !== undefined) {
      throw configurationError('key-missing', `${without.location}: has no column "${asked}" (--key)`);
    }
    return asked;
  }
  return KEY_COLUMNS.find((name) => tables.every((table) => table.header.includes(name))) ?? null;
}

/** A missing column of the first file is an error; additional columns are left out with a note. */
function checkSchema(base: CellTable, added: CellTable, notes: string[]): void {
  const optional = new Set([...DATE_COLUMNS, ...KEY_COLUMNS]);
  const lacking = base.header.filter((name) => !added.header.includes(name) && !optional.has(name));
  if (lacking.length > 0) {
    throw configurationError(
      'schema-differs',
      `${added.location}: lacks ${lacking.length} of the ${base.header.length} columns of ${base.location}: ${lacking.slice(0, 8).join(', ')}${lacking.length > 8 ? ', …' : ''}. Add them (empty where unknown) or train on one file.`,
    );
  }
  const further = added.header.filter((name) => !base.header.includes(name));
  if (further.length > 0)
    notes.push(
      `${added.location}: columns that ${base.location} does not have are left out: ${further.join(', ')}`,
    );
}

interface Entry {
  readonly cells: readonly string[];
  readonly identity: string;
  readonly date: string;
  readonly target: string;
}

function entriesOf(table: CellTable, header: readonly string[], key: string | null, target: string): Entry[] {
  const dateColumn = DATE_COLUMNS.find((name) => table.header.includes(name));
  const features = header.filter((name) => name !== target && !DATE_COLUMNS.includes(name));
  return Array.from({ length: table.rows }, (_, row) => {
    const keyed = key === null ? '' : cell(table, key, row);
    return {
      cells: header.map((name) => cell(table, name, row)),
      // A row without a key is identified by all its features, as without a key column.
      identity:
        keyed !== ''
          ? `key:${keyed}`
          : `row:${JSON.stringify(features.map((name) => cell(table, name, row)))}`,
      date: dateColumn === undefined ? '' : cell(table, dateColumn, row),
      target: cell(table, target, row),
    };
  });
}

/**
 * Merges labelled batches. A lead that occurs again, in a later file or with a later date, replaces its older row.
 * Leads are identified by a key column, or by all features where there is none. Within the first file only a key
 * identifies leads: there, equal rows without a key may be different leads.
 *
 * @throws MonitorError (exit 2) where an added file lacks a column of the first.
 */
export function mergeBatches(
  tables: readonly [CellTable, ...CellTable[]],
  options: { target: string; key?: string | undefined },
): MergedTable {
  const [base, ...added] = tables;
  const notes: string[] = [];
  for (const table of added) checkSchema(base, table, notes);
  const key = chooseKey(tables, options.key);
  const header = base.header;
  const kept: Entry[] = [];
  const place = new Map<string, number>();
  let replaced = 0;
  let outcomeChanged = 0;
  for (const [t, table] of tables.entries()) {
    for (const entry of entriesOf(table, header, key, options.target)) {
      const before = t === 0 && key === null ? undefined : place.get(entry.identity);
      const older = before === undefined ? undefined : kept[before];
      if (before === undefined || older === undefined) {
        place.set(entry.identity, kept.length);
        kept.push(entry);
        continue;
      }
      replaced += 1;
      if (older.target !== entry.target) outcomeChanged += 1;
      if (entry.date >= older.date || entry.date === '' || older.date === '') kept[before] = entry;
    }
  }
  return {
    location: base.location,
    header,
    columns: header.map((_, c) => kept.map((entry) => entry.cells[c] ?? '')),
    rows: kept.length,
    key,
    notes,
    counts: {
      files: tables.map(({ location, rows }) => ({ location, rows })),
      replaced,
      outcomeChanged,
      total: kept.length,
    },
  };
}
