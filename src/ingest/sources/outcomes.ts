import path from 'node:path';
import { configurationError, inputError, MonitorError } from '../../monitor-error.ts';
import { type CsvTable, readCsvTable } from './csv-table.ts';
import type { JoinKey, KeyCandidate } from './join-key.ts';
import { resolveLog } from './log-files.ts';
import { type NamedTable, nearestWords, requireColumn } from './outcome-columns.ts';
import { readOutcome } from './reference.ts';
import type { OutcomeData, OutcomeRow } from './tables.ts';
import { parseTimestamp } from './timestamp.ts';

export interface OutcomeSetting {
  /** Name of the variable, for messages. */
  readonly variable: string;
  /** Null: no outcomes are known. */
  readonly value: string | null;
  /** Default "date". */
  readonly dateColumn?: string;
  /** Default "engaged". */
  readonly outcomeColumn?: string;
  /** Column that names the lead; null where none was set. */
  readonly keyColumn?: string | null;
  /** Cells that say who was contacted, and who at random. */
  readonly contacted?: Cell | null;
  readonly explore?: Cell | null;
  /** What an empty outcome of a contacted lead means. Default "unknown". */
  readonly absentMeans?: 'unknown' | 'negative';
  /** Finds the column that names the lead among the others, where none was set. */
  readonly findKey?: (candidates: readonly KeyCandidate[]) => Promise<JoinKey | null>;
}

interface Cell {
  readonly column: string;
  readonly value: string;
}

const MAX_SHOWN_LINES = 5;

/**
 * Reads outcomes of leads: CSV files with a date, an outcome and optionally a join key. A file, a glob or a directory;
 * compressed with gzip or not.
 *
 * @throws MonitorError `outcomes-not-found` (exit code 2); `outcomes-columns` or another input error (exit code 3).
 */
export async function readOutcomes(setting: OutcomeSetting, cwd: string): Promise<OutcomeData> {
  if (setting.value === null) return absent('');
  const location = setting.value;
  const tables = await readTables(await outcomeFiles(setting, cwd), setting, cwd);
  const dateColumn = setting.dateColumn ?? 'date';
  const outcomeColumn = setting.outcomeColumn ?? 'engaged';
  requireColumn('dateColumn', dateColumn, tables);
  requireColumn('outcomeColumn', outcomeColumn, tables);
  const found = await keyOf(setting, tables);
  const keyColumn = setting.keyColumn ?? found?.column ?? null;
  const outcomes: OutcomeRow[] = [];
  let open = 0;
  const refused = new Map<string, { count: number; lines: number[] }>();
  for (const { name, table } of tables) {
    for (const reason of table.reasons)
      refuse(refused, reason.code, reason.count, tables.length === 1 ? reason.lines : []);
    const dates = column(table, dateColumn, name);
    const engaged = column(table, outcomeColumn, name);
    const keys = keyColumn === null ? null : column(table, keyColumn, name);
    const contacted = holds(table, setting.contacted, name);
    const explored = holds(table, setting.explore, name);
    const mark = (row: number) => (explored?.(row) === true ? { explored: true } : {});
    for (let row = 0; row < table.rows; row++) {
      const time = parseTimestamp(dates[row] ?? '');
      const outcome = outcomeOf(setting, engaged[row]?.trim() ?? '', contacted?.(row) ?? null);
      if (outcome === 'open') {
        open++;
        continue;
      }
      const key = keys?.[row]?.trim() ?? '';
      // A line says nothing where it could be of any of several files.
      const lines = tables.length === 1 ? [table.lines[row] ?? 0] : [];
      if (time === null) refuse(refused, 'impossible-date', 1, lines);
      else if (outcome === null) refuse(refused, 'impossible-outcome', 1, lines);
      else {
        const assumed = engaged[row]?.trim() === '' ? { assumed: true } : {};
        outcomes.push({ time, engaged: outcome, key: key === '' ? null : key, ...assumed, ...mark(row) });
      }
    }
  }
  const rows = tables.reduce((sum, { table }) => sum + table.rows + table.rejected, 0);
  return {
    present: true,
    location,
    rows,
    rejected: rows - open - outcomes.length,
    reasons: [...refused].map(([code, { count, lines }]) => ({
      code,
      count,
      lines: lines.slice(0, MAX_SHOWN_LINES),
    })),
    keyColumn,
    outcomes,
    notes: found === null ? [] : [keyNote(found)],
  };
}

/**
 * The files that the setting names, as absolute paths.
 *
 * @throws MonitorError `outcomes-not-found` (exit code 2).
 */
export async function outcomeFiles(
  { variable, value }: Pick<OutcomeSetting, 'variable' | 'value'>,
  cwd: string,
): Promise<readonly string[]> {
  if (value === null) return [];
  try {
    const found = await resolveLog({ variable, value, fallback: '' }, cwd);
    return found.present ? found.files : [];
  } catch (cause) {
    if (!(cause instanceof MonitorError) || cause.code !== 'log-not-found') throw cause;
    throw configurationError(
      'outcomes-not-found',
      `${variable}: ${value} does not exist. Give a CSV file of outcomes, a glob or a directory, or unset it.`,
      cause,
    );
  }
}

async function readTables(
  files: readonly string[],
  { variable, value }: OutcomeSetting,
  cwd: string,
): Promise<NamedTable[]> {
  const tables: NamedTable[] = [];
  for (const file of files) {
    const name = files.length === 1 ? (value ?? file) : path.relative(cwd, file);
    const table = await readCsvTable(name, cwd, variable);
    if (table !== null) tables.push({ name, table });
  }
  return tables;
}

/** Asks for a key among the columns that all files have. */
async function keyOf(setting: OutcomeSetting, tables: readonly NamedTable[]): Promise<JoinKey | null> {
  if ((setting.keyColumn ?? null) !== null || setting.findKey === undefined) return null;
  const known = new Set([setting.dateColumn ?? 'date', setting.outcomeColumn ?? 'engaged']);
  const [first, ...others] = tables;
  const names = (first?.table.header ?? []).filter(
    (name) => !known.has(name) && others.every(({ table }) => table.header.includes(name)),
  );
  const candidates = names.map((name) => ({
    name,
    cells: tables.flatMap(({ table }) => table.columns[table.header.indexOf(name)] ?? []),
  }));
  return candidates.length === 0 ? null : await setting.findKey(candidates);
}

const keyNote = ({ column: name, sampled, matched }: JoinKey): string =>
  `outcomes are joined by \`${name}\`, the one column that fits: ${matched} of ${sampled} sampled leads have an outcome`;

const absent = (location: string): OutcomeData => ({
  present: false,
  location,
  rows: 0,
  rejected: 0,
  reasons: [],
  keyColumn: null,
  outcomes: [],
});

function column(table: CsvTable, name: string, location: string): readonly string[] {
  const cells = table.columns[table.header.indexOf(name)];
  if (cells === undefined) {
    throw inputError(
      'outcomes-columns',
      `${location}, line 1: there is no column "${name}"${nearestWords(name, table.header)}. The policy's \`outcomes\` names the columns to read.`,
    );
  }
  return cells;
}

/** Whether a row holds the value; null where the policy names no cell. */
function holds(
  table: CsvTable,
  cell: Cell | null | undefined,
  location: string,
): ((row: number) => boolean) | null {
  if (cell === null || cell === undefined) return null;
  const cells = column(table, cell.column, location);
  return (row) => cells[row]?.trim() === cell.value;
}

/**
 * What a cell says of a lead; null where it says nothing that is known. Where the file tells who was contacted, an empty
 * cell is no fault: it is negative for those, if the policy says so, and open for all others, who were never asked.
 */
function outcomeOf(
  { absentMeans }: OutcomeSetting,
  cell: string,
  contacted: boolean | null,
): boolean | 'open' | null {
  if (cell !== '' || contacted === null) return readOutcome(cell);
  return contacted && absentMeans === 'negative' ? false : 'open';
}

function refuse(
  refused: Map<string, { count: number; lines: number[] }>,
  code: string,
  count: number,
  lines: readonly number[],
): void {
  const known = refused.get(code) ?? { count: 0, lines: [] };
  refused.set(code, {
    count: known.count + count,
    lines: [...known.lines.slice(0, MAX_SHOWN_LINES), ...lines],
  });
}
