import { configurationError, inputError } from '../../monitor-error.ts';
import { CSV_NUMBER } from './csv-header.ts';
import { readCsvTable } from './csv-table.ts';
import type { ReferenceColumn, ReferenceData, ReferenceLeads } from './tables.ts';

export interface ReferenceSetting {
  /** Name of the variable, for messages. */
  readonly variable: string;
  readonly value: string | null;
  readonly fallback: string;
  /** Column with the outcome, taken out of the features. Default "engaged". */
  readonly outcomeColumn?: string;
  /** Column with the model's score, taken out of the features. Default "score". */
  readonly scoreColumn?: string;
  /** Column that joins with outcomes, taken out of the features. */
  readonly keyColumn?: string | null;
}

/**
 * Reads the reference: the rows the model was trained on, as a CSV with a header.
 *
 * A column is numeric when every filled cell of it is a number; else all its cells are strings. An empty cell is
 * missing.
 *
 * @throws MonitorError `reference-not-found` (exit code 2) when a set path is not there; an input error (exit code 3)
 *   when the file cannot be read as a table, or has no row.
 */
export async function readReference(setting: ReferenceSetting, cwd: string): Promise<ReferenceData> {
  const location = setting.value ?? setting.fallback;
  const table = await readCsvTable(location, cwd, setting.variable);
  if (table === null) {
    if (setting.value === null) return absentReference(location);
    throw configurationError(
      'reference-not-found',
      `${setting.variable}: ${location} does not exist. Give a CSV file of training rows, or unset it.`,
    );
  }
  if (table.rows === 0) {
    throw inputError(
      'reference-empty',
      `${location}: the reference has a header and no rows. Give the rows the model was trained on.`,
    );
  }
  const columns = table.header.map((name, i) => typedColumn(name, table.columns[i] ?? []));
  const outcome = columns.find((column) => column.name === (setting.outcomeColumn ?? 'engaged'));
  const score = columns.find((column) => column.name === (setting.scoreColumn ?? 'score'));
  const key = columns.find((column) => column.name === setting.keyColumn);
  return {
    present: true,
    location,
    rows: table.rows,
    rejected: table.rejected,
    reasons: table.reasons,
    columns: columns.filter((c) => c !== outcome && c !== score && c !== key),
    leads: leadsOf(columns, key ?? null, table.rows),
    scores: score === undefined ? null : score.cells.map((c) => (typeof c === 'number' ? c : null)),
    outcomes: outcome === undefined ? null : outcome.cells.map(readOutcome),
  };
}

/** Whose row is whose; a row without a key is known by its cells. */
function leadsOf(
  columns: readonly ReferenceColumn[],
  key: ReferenceColumn | null,
  rows: number,
): ReferenceLeads {
  const counts = new Map<string, number>();
  const repeats = new Set<number>();
  let mostRows = 0;
  for (let row = 0; row < rows; row++) {
    const own = key?.cells[row] ?? null;
    const lead = JSON.stringify(own === null ? columns.map(({ cells }) => cells[row] ?? null) : own);
    const count = (counts.get(lead) ?? 0) + 1;
    counts.set(lead, count);
    if (count > 1) repeats.add(row);
    mostRows = Math.max(mostRows, count);
  }
  return { repeats, mostRows };
}

export const absentReference = (location: string): ReferenceData => ({
  present: false,
  location,
  rows: 0,
  rejected: 0,
  reasons: [],
  columns: [],
  scores: null,
  outcomes: null,
});

/** What pandas and R write for a missing cell. */
const MISSING_CELLS = new Set(['', 'NaN', 'nan', 'NA', 'N/A', 'null', 'NULL', 'None']);

const BOOLEANS = new Map([
  ['true', 'true'],
  ['True', 'true'],
  ['TRUE', 'true'],
  ['false', 'false'],
  ['False', 'false'],
  ['FALSE', 'false'],
]);

function typedColumn(name: string, cells: readonly string[]): ReferenceColumn {
  const filled = cells.filter((cell) => !MISSING_CELLS.has(cell.trim()));
  if (filled.every((cell) => CSV_NUMBER.test(cell.trim()) && Number.isFinite(Number(cell)))) {
    return { name, cells: cells.map((cell) => (MISSING_CELLS.has(cell.trim()) ? null : Number(cell) + 0)) };
  }
  // "True" in the file and true in the log are one category.
  const booleans = filled.every((cell) => BOOLEANS.has(cell.trim()));
  return {
    name,
    cells: cells.map((cell) => {
      if (MISSING_CELLS.has(cell.trim())) return null;
      return booleans ? (BOOLEANS.get(cell.trim()) ?? cell) : cell;
    }),
  };
}

/** An outcome cell: 1, 0, yes, no, true, false, or null for anything else. */
export function readOutcome(cell: string | number | null): boolean | null {
  const text = String(cell ?? '')
    .trim()
    .toLowerCase();
  if (['1', '1.0', 'true', 'yes', 'y', 'engaged'].includes(text)) return true;
  if (['0', '0.0', 'false', 'no', 'n', 'not_engaged'].includes(text)) return false;
  return null;
}
