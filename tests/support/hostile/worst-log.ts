import { writeFile } from 'node:fs/promises';
import { PAYLOADS } from './payloads.ts';

/** The time that every build of these tests is made for. */
export const NOW = '2026-02-20T12:05:00Z';
const END = Date.parse('2026-02-20T12:00:00Z');

/** Rows a day apart enough to fill the week, evenly. */
export const timeOf = (row: number, rows: number): string =>
  new Date(END - Math.floor(((rows - 1 - row) / rows) * 6.5 * 86_400_000)).toISOString();

const pick = (row: number): string => PAYLOADS[row % PAYLOADS.length] ?? '';

/** Values of one feature: few enough to be drawn as categories; all features together have every payload. */
const CATEGORIES = 10;

/** So many rows that every payload comes five times, which is the privacy rule's k, so that it is shown. */
export const WORST_ROWS = PAYLOADS.length * 5;

/** A feature named like each payload, whose values are payloads too; labels and versions as well. */
export function worstPredictions(rows = WORST_ROWS): string {
  return Array.from({ length: rows }, (_, row) => {
    // Every other name holds numbers, so that all kinds of charts are drawn.
    const input = Object.fromEntries([
      ...PAYLOADS.map((name, i) => [name, i % 2 === 0 ? pick(i + (row % CATEGORIES)) : row * (i + 1)]),
      ['plain', pick(row)],
      ['free text', `${pick(row)} ${pick(row + 7)} ${row}`],
    ]);
    const score = ((row * 37) % 100) / 100;
    return `${JSON.stringify({
      timestamp: timeOf(row, rows),
      input,
      score,
      label: row % 3 === 0 ? pick(row) : score > 0.5 ? 'engaged' : 'not_engaged',
      inference_ms: 0.5 + (row % 10),
      model_version: pick(row),
    })}\n`;
  }).join('');
}

export function worstRequests(rows = WORST_ROWS): string {
  return Array.from(
    { length: rows },
    (_, row) =>
      `${JSON.stringify({
        timestamp: timeOf(row, rows),
        endpoint: row % 2 === 0 ? `/${pick(row)}` : pick(row),
        method: row % 5 === 0 ? pick(row) : 'POST',
        status_code: 200 + (row % 4) * 100,
        response_ms: row % 50,
        user_agent: pick(row),
      })}\n`,
  ).join('');
}

/** Quoted as RFC 4180 wants it. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;

/** A reference with the same names (spaces at the ends aside, which a header loses) and other values. */
export function worstReference(rows = 300): string {
  const names = [...new Set(PAYLOADS.map((name) => name.trim()))];
  const head = csvLine([...names, 'plain', 'free text']);
  const body = Array.from({ length: rows }, (_, row) =>
    csvLine([
      ...names.map((name) => {
        const i = PAYLOADS.indexOf(name);
        return i % 2 === 0 ? pick(i + 3 + (row % CATEGORIES)) : row;
      }),
      pick(row % 30),
      `${pick(row)} ${pick(row + 3)} ${row}`,
    ]),
  );
  return head + body.join('');
}

/** Writes all three, and gives the settings that read them. */
export async function writeWorstLogs(path: (name: string) => string): Promise<Record<string, string>> {
  await writeFile(path('p.jsonl'), worstPredictions());
  await writeFile(path('r.jsonl'), worstRequests());
  await writeFile(path('reference.csv'), worstReference());
  return {
    NOW,
    PREDICTIONS_LOG: 'p.jsonl',
    API_REQUESTS_LOG: 'r.jsonl',
    REFERENCE_DATA_PATH: 'reference.csv',
  };
}
