import { expect, test } from 'vitest';
import { oneStump, temporaryFile } from '../../../tests/support/models.ts';
import { writeOnnx } from '../onnx-writer.ts';
import { ENCODINGS_KEY } from '../train/artifacts.ts';
import type { CellTable } from '../train/training-table.ts';
import { scoreCells } from './score-cells.ts';

const table = (columns: Record<string, string[]>): CellTable => ({
  location: 'leads.csv',
  header: Object.keys(columns),
  columns: Object.values(columns),
  rows: Object.values(columns)[0]?.length ?? 0,
});

const rounded = (scores: Float64Array): number[] => Array.from(scores, (score) => Number(score.toFixed(6)));

/** Margins -1 below 0.5 and missing, +2 above: 1 / (1 + e) and 1 / (1 + e^-2). */
const LOW = 0.268941;
const HIGH = 0.880797;

test('scores by feature name where the model takes plain numbers; empty is missing', async () => {
  const path = temporaryFile('plain.onnx', writeOnnx(oneStump()));
  const scores = await scoreCells(path, table({ fit: ['', '', ''], quality: ['0.4', '0.5', ''] }));
  expect(rounded(scores)).toEqual([LOW, HIGH, LOW]);
});

test('scores raw columns through the encodings that train-model wrote', async () => {
  const encodings = [
    { column: 'industry', kind: 'target', rates: { SaaS: 0.9 }, prior: 0.3 },
    { column: 'size', kind: 'one-hot', levels: ['11-50'] },
  ];
  const bytes = writeOnnx(oneStump({ featureNames: ['industry', 'size_11-50'] }), {
    properties: { [ENCODINGS_KEY]: JSON.stringify(encodings) },
  });
  const scores = await scoreCells(
    temporaryFile('raw.onnx', bytes),
    table({ size: ['11-50', '', ''], industry: ['SaaS', 'Law', ''] }),
  );
  expect(rounded(scores)).toEqual([HIGH, LOW, LOW]);
});

test.each([
  ['a column that is missing', { quality: ['1'] }, /lacks 1 of the 2 columns that plain\.onnx takes: fit/],
  ['a text where a number is taken', { quality: ['high'], fit: ['1'] }, /row 1: "quality" is "high"/],
])('%s is refused', async (_name, columns, reason) => {
  const path = temporaryFile('plain.onnx', writeOnnx(oneStump()));
  await expect(scoreCells(path, table(columns as unknown as Record<string, string[]>))).rejects.toThrow(
    reason,
  );
});
