import { EXIT, MonitorError } from '../../monitor-error.ts';
import { nearestName } from '../../settings/nearest.ts';
import { printable } from '../../settings/printable.ts';
import type { CsvTable } from './csv-table.ts';
import { readOutcome } from './reference.ts';
import { parseTimestamp } from './timestamp.ts';

/** A file of outcomes. */
export interface NamedTable {
  readonly name: string;
  readonly table: CsvTable;
}

/** Cells of a column that are looked at to say what they hold. */
const LOOKED_AT = 1_000;

const KINDS = {
  dateColumn: { fits: (cell: string) => parseTimestamp(cell) !== null, words: 'dates' },
  outcomeColumn: { fits: (cell: string) => readOutcome(cell) !== null, words: 'only yes and no' },
} as const;

/** A column that outcomes must have is not there; says which others could be meant. Exit code 3. */
export class MissingOutcomeColumn extends MonitorError {
  /** Key of the policy's `outcomes` that names the column. */
  readonly key: keyof typeof KINDS;
  /** Columns of all files whose cells are of that kind. */
  readonly fitting: readonly string[];

  constructor(message: string, key: keyof typeof KINDS, fitting: readonly string[]) {
    super('outcomes-columns', message, EXIT.input);
    this.key = key;
    this.fitting = fitting;
  }
}

/** @throws MissingOutcomeColumn where a file has no such column. */
export function requireColumn(key: keyof typeof KINDS, name: string, tables: readonly NamedTable[]): void {
  const lacking = tables.find(({ table }) => !table.header.includes(name));
  if (lacking === undefined) return;
  const { fits, words } = KINDS[key];
  const fitting = lacking.table.header.filter((other) =>
    tables.every(({ table }) => {
      const cells = (table.columns[table.header.indexOf(other)] ?? []).slice(0, LOOKED_AT);
      const filled = cells.filter((cell) => cell.trim() !== '');
      return filled.length > 0 && filled.every(fits);
    }),
  );
  const candidates = fitting.map((other) => `"${printable(other)}"`).join(' and ');
  const hold = fitting.length === 1 ? `holds ${words} (init writes that)` : `hold ${words}`;
  const hint = fitting.length === 0 ? nearestWords(name, lacking.table.header) : `; ${candidates} ${hold}`;
  throw new MissingOutcomeColumn(
    `${lacking.name}, line 1: there is no column "${name}"${hint}. The policy's outcomes.${key} names the column.`,
    key,
    fitting,
  );
}

/** The most similar name, in words; nothing where none is similar. */
export const nearestWords = (name: string, header: readonly string[]): string => {
  const near = nearestName(name, header);
  return near === null ? '' : `; the nearest is "${near}"`;
};
