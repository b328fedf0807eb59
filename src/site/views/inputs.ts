import type { Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';

type Inputs = Report['inputs'];

/** One input as a table row; a cell is null where it does not apply to this kind of input. */
export interface InputRow {
  readonly label: string;
  readonly files: string;
  readonly status: Status;
  readonly reason: string | null;
  /** Rows read, including refused ones. */
  readonly read: number;
  readonly rejected: number;
  readonly inWindow: number | null;
  readonly beforeWindow: number | null;
  readonly afterNow: number | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly notes: readonly string[];
  readonly reasons: Inputs['predictions']['reasons'];
}

const FILES_SHOWN = 3;

function fileNames(files: readonly string[]): string {
  const shown = files.slice(0, FILES_SHOWN).join(', ');
  return files.length > FILES_SHOWN ? `${shown} and ${files.length - FILES_SHOWN} more` : shown;
}

const logRow = (label: string, input: Inputs['predictions']): InputRow => ({
  label,
  files: fileNames(input.files),
  status: input.status,
  reason: input.reason,
  read: input.rows,
  rejected: input.rejected,
  inWindow: input.inWindow,
  beforeWindow: input.beforeWindow,
  afterNow: input.afterNow,
  first: input.first,
  last: input.last,
  notes: input.notes,
  reasons: input.reasons,
});

const tableRow = (label: string, input: Inputs['reference'], read: number): InputRow => ({
  label,
  files: input.file ?? '',
  status: input.status,
  reason: input.reason,
  read,
  rejected: input.rejected,
  inWindow: null,
  beforeWindow: null,
  afterNow: null,
  first: null,
  last: null,
  notes: [],
  reasons: input.reasons,
});

export const inputRows = (inputs: Inputs): InputRow[] => [
  logRow('Predictions', inputs.predictions),
  logRow('Requests', inputs.requests),
  // A reference counts only its used rows.
  tableRow('Reference', inputs.reference, inputs.reference.rows + inputs.reference.rejected),
  tableRow('Outcomes', inputs.outcomes, inputs.outcomes.rows),
];
