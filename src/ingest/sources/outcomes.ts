import { configurationError, inputError } from '../../monitor-error.ts';
import { type CsvTable, readCsvTable } from './csv-table.ts';
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
  /** Column that names the lead; null where outcomes are not joined. */
  readonly keyColumn?: string | null;
}

const MAX_SHOWN_LINES = 5;

/**
 * Reads outcomes of leads: a CSV with a date, an outcome and optionally a join key.
 *
 * @throws MonitorError `outcomes-not-found` (exit code 2); `outcomes-columns` or another input error (exit code 3).
 */
export async function readOutcomes(setting: OutcomeSetting, cwd: string): Promise<OutcomeData> {
  if (setting.value === null) return absent('');
  const location = setting.value;
  const table = await readCsvTable(location, cwd, setting.variable);
  if (table === null) {
    throw configurationError(
      'outcomes-not-found',
      `${setting.variable}: ${location} does not exist. Give a CSV file of outcomes, or unset it.`,
    );
  }
  const dates = column(table, setting.dateColumn ?? 'date', location);
  const engaged = column(table, setting.outcomeColumn ?? 'engaged', location);
  const keyColumn = setting.keyColumn ?? null;
  const keys = keyColumn === null ? null : column(table, keyColumn, location);
  const outcomes: OutcomeRow[] = [];
  const refused = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const time = parseTimestamp(dates[row] ?? '');
    const outcome = readOutcome(engaged[row] ?? null);
    const key = keys?.[row]?.trim() ?? '';
    if (time === null) refuse(refused, 'impossible-date', table.lines[row]);
    else if (outcome === null) refuse(refused, 'impossible-outcome', table.lines[row]);
    else outcomes.push({ time, engaged: outcome, key: key === '' ? null : key });
  }
  const reasons = [...refused].map(([code, lines]) => ({
    code,
    count: lines.length,
    lines: lines.slice(0, MAX_SHOWN_LINES),
  }));
  return {
    present: true,
    location,
    rows: table.rows + table.rejected,
    rejected: table.rejected + table.rows - outcomes.length,
    reasons: [...table.reasons, ...reasons],
    keyColumn,
    outcomes,
  };
}

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
      `${location}, line 1: there is no column "${name}". The policy's \`outcomes\` names the columns to read.`,
    );
  }
  return cells;
}

function refuse(refused: Map<string, number[]>, code: string, line: number | undefined): void {
  refused.set(code, [...(refused.get(code) ?? []), line ?? 0]);
}
