import { writeFile } from 'node:fs/promises';
import { PAYLOADS } from './payloads.ts';

/** `now` of every build of these tests. */
export const NOW = '2026-02-20T12:05:00Z';
const END = Date.parse('2026-02-20T12:00:00Z');

/** Time of a row; rows are spread evenly over the week. */
export const timeOf = (row: number, rows: number): string =>
  new Date(END - Math.floor(((rows - 1 - row) / rows) * 6.5 * 86_400_000)).toISOString();

const pick = (row: number): string => PAYLOADS[row % PAYLOADS.length] ?? '';

/** Values of one feature: few enough for a category chart; all features together include every payload. */
const CATEGORIES = 10;

/** Every payload occurs k = 5 times, so that the privacy rule allows it to be shown. */
export const WORST_ROWS = PAYLOADS.length * 5;

/** Predictions whose feature names, values, labels and versions are payloads. */
export function worstPredictions(rows = WORST_ROWS): string {
  return Array.from({ length: rows }, (_, row) => {
    // Every other feature is numeric, so that all kinds of charts are drawn.
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

/** A CSV line quoted by RFC 4180. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;

/** A reference with the same feature names (trimmed, as in a CSV header) and other values. */
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

/** Writes all three files and returns the settings that name them. */
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
