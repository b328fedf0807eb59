import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MonitorError } from '../../src/monitor-error.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { caseReport } from '../support/case-report.ts';
import { timeOf } from '../support/hostile/worst-log.ts';

/** References in the CSV variants of editors and spreadsheets, with the same log. */

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reference-'));
  const rows = Array.from({ length: 120 }, (_, row) =>
    JSON.stringify({
      timestamp: timeOf(row, 120),
      input: { industry: row % 2 === 0 ? 'Banking' : 'Retail', quality: row % 30 },
      score: (row % 100) / 100,
      label: 'engaged',
    }),
  );
  await writeFile(join(directory, 'p.jsonl'), rows.join('\n'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function compare(content: string | Buffer): Promise<Report | MonitorError> {
  const reference = join(directory, 'reference.csv');
  await writeFile(reference, content);
  try {
    return await caseReport({ predictions: join(directory, 'p.jsonl'), requests: null, reference });
  } catch (error) {
    if (error instanceof MonitorError) return error;
    throw error;
  }
}

const rows = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');
const BODY = rows(60, (row) => `${row % 2 === 0 ? 'Banking' : 'Retail'},${row % 30}`);
const PLAIN = `industry,quality\n${BODY}\n`;

test.each<[string, string | Buffer, { rows: number; rejected: number }]>([
  ['plain', PLAIN, { rows: 60, rejected: 0 }],
  ['with CRLF', PLAIN.replaceAll('\n', '\r\n'), { rows: 60, rejected: 0 }],
  ['with a byte-order mark', `\ufeff${PLAIN}`, { rows: 60, rejected: 0 }],
  ['in UTF-16', Buffer.from(`\ufeff${PLAIN}`, 'utf16le'), { rows: 60, rejected: 0 }],
  ['in UTF-16, big-endian', Buffer.from(`\ufeff${PLAIN}`, 'utf16le').swap16(), { rows: 60, rejected: 0 }],
  ['with semicolons', PLAIN.replaceAll(',', ';'), { rows: 60, rejected: 0 }],
  ['with tabs', PLAIN.replaceAll(',', '\t'), { rows: 60, rejected: 0 }],
  ['all quoted', PLAIN.replace(/[^,\n]+/g, '"$&"'), { rows: 60, rejected: 0 }],
  ['with ragged rows', `${PLAIN}one\na,b,c\n`, { rows: 60, rejected: 2 }],
  ['with blank lines', PLAIN.replace('\n', '\n\n\n'), { rows: 60, rejected: 0 }],
  ['without a last line end', PLAIN.trimEnd(), { rows: 60, rejected: 0 }],
])('%s: both features are tested and found stable', async (_, content, expected) => {
  const report = await compare(content);
  if (report instanceof MonitorError) throw report;
  expect(report.inputs.reference).toMatchObject({ ...expected, columns: 2 });
  expect(report.drift.features.map(({ name, status }) => [name, status])).toEqual([
    ['industry', 'stable'],
    ['quality', 'stable'],
  ]);
});

test('cells with line breaks, quotes and separators stay one cell', async () => {
  const odd = rows(60, (row) => `"Bank\ning, ""A"";",${row % 30}`);
  const report = await compare(`industry,quality\n${odd}\n`);
  if (report instanceof MonitorError) throw report;
  expect(report.inputs.reference).toMatchObject({ rows: 60, rejected: 0 });
  const industry = report.drift.features.find((feature) => feature.name === 'industry');
  expect(industry?.schema.vanishedCategories.names).toEqual(['Bank ing, "A";']);
});

test('formulas are text like any other', async () => {
  const report = await compare(`industry,quality\n${rows(60, (row) => `=cmd|'/C calc'!A0,${row % 30}`)}\n`);
  if (report instanceof MonitorError) throw report;
  const industry = report.drift.features.find((feature) => feature.name === 'industry');
  expect(industry).toMatchObject({ type: 'categorical', status: 'drifted' });
});

test('a single column without a header is no reference: nothing in common, and both sides named', async () => {
  const error = await compare(BODY);
  expect(error).toMatchObject({ code: 'no-common-feature', exitCode: 3 });
  expect((error as MonitorError).message).toContain('quality');
});

test.each<[string, string | Buffer, string]>([
  ['empty', '', 'csv-empty'],
  ['a header alone', 'industry,quality\n', 'reference-empty'],
  ['a header that says a name twice', `industry,industry\n${BODY}`, 'csv-header'],
  ['an open quote', `industry,quality\n"Banking,1\n${BODY}`, 'csv-syntax'],
  ['binary', Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 89) % 256)), ''],
  ['one line of 8 MB', `industry,quality\n${'x'.repeat(8 * 1024 * 1024)},1\n`, 'csv-syntax'],
])('%s: refused with words and exit code 3', async (_, content, code) => {
  const error = await compare(content);
  expect(error).toBeInstanceOf(MonitorError);
  const { exitCode, message, code: found } = error as MonitorError;
  expect(exitCode).toBe(3);
  if (code !== '') expect(found).toBe(code);
  expect(message).toContain('reference.csv');
  expect(message.length).toBeLessThan(1_000);
});

test('100,000 columns are refused in seconds, with their number', async () => {
  const wide = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',');
  const began = performance.now();
  const error = await compare(`${wide}\n${wide}\n`);
  expect(error).toMatchObject({ code: 'csv-header', exitCode: 3 });
  expect((error as MonitorError).message).toContain('100000 columns');
  expect(performance.now() - began).toBeLessThan(20_000);
});
