import { configurationError, inputError } from '../../monitor-error.ts';
import { readRegularFile } from '../../regular-file.ts';
import { readLabelledCsv } from '../train/read-labelled.ts';

/** Body of one request: the features of a lead. */
export type Payload = Readonly<Record<string, unknown>>;

const NEVER_SENT = new Set(['engaged', 'score', 'lead_key', 'date']);
const MAX_PAYLOADS = 10_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `input` of every prediction of a JSONL log; other lines are skipped. */
function fromLog(text: string): Payload[] {
  const payloads: Payload[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || payloads.length >= MAX_PAYLOADS) continue;
    try {
      const entry: unknown = JSON.parse(line);
      if (isRecord(entry) && isRecord(entry['input'])) payloads.push(entry['input']);
    } catch {
      // Skipped: broken lines are counted and reported by the build.
    }
  }
  return payloads;
}

/** A CSV cell as the API would receive it: a number where it is one. Empty cells are left out, as the API's clients do. */
const typedCell = (cell: string): unknown =>
  cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell;

async function fromCsv(path: string, cwd: string): Promise<Payload[]> {
  const table = await readLabelledCsv(path, cwd, '--payloads');
  return Array.from({ length: Math.min(table.rows, MAX_PAYLOADS) }, (_, row) =>
    Object.fromEntries(
      table.header.flatMap((name, c) => {
        const cell = table.columns[c]?.[row] ?? '';
        return NEVER_SENT.has(name) || cell.trim() === '' ? [] : [[name, typedCell(cell)]];
      }),
    ),
  );
}

/**
 * Request bodies from a prediction log (`.jsonl`) or a CSV of leads.
 *
 * @throws MonitorError exit 2 where the file is not there, exit 3 where it holds no payload.
 */
export async function readPayloads(path: string, cwd: string): Promise<readonly Payload[]> {
  let payloads: Payload[];
  if (path.endsWith('.csv')) {
    payloads = await fromCsv(path, cwd);
  } else {
    let text: string;
    try {
      text = (await readRegularFile(path)).toString();
    } catch (error) {
      throw configurationError(
        'payloads-not-found',
        `--payloads: ${path} cannot be read; give a prediction log (.jsonl) or a CSV of leads`,
        error,
      );
    }
    payloads = fromLog(text);
  }
  if (payloads.length === 0) throw inputError('payloads-empty', `${path}: holds no lead to send`);
  return payloads;
}
