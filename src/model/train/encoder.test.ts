import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { encodedNames, encodeRows, encodeTrainingRows, encodeValue, fitEncodings } from './encoder.ts';
import type { TrainingTable } from './training-table.ts';

const all = (table: TrainingTable): number[] => Array.from({ length: table.rows }, (_, i) => i);

/** 60 levels of five rows each, one of them positive: too many levels for one-hot encoding. */
function manyLevels(): TrainingTable {
  const values = Array.from({ length: 300 }, (_, i) => `level ${Math.floor(i / 5)}`);
  const labels = Uint8Array.from({ length: 300 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  return { columns: [{ name: 'city', kind: 'category', values }], labels, rows: 300 };
}

test('usual levels get a column each, missing is a level, rare and unseen levels get none', () => {
  const values = [...Array(6).fill('a'), ...Array(5).fill(null), 'rare'];
  const table: TrainingTable = {
    columns: [{ name: 'size', kind: 'category', values }],
    labels: new Uint8Array(12),
    rows: 12,
  };
  const [encoding] = fitEncodings(table, all(table));
  if (encoding === undefined) throw new Error('no encoding');
  expect(encodedNames(encoding)).toEqual(['size_(missing)', 'size_a']);
  expect(encodeValue(encoding, 'a')).toEqual([0, 1]);
  expect(encodeValue(encoding, null)).toEqual([1, 0]);
  expect(encodeValue(encoding, 'never seen')).toEqual([0, 0]);
});

test('many levels become smoothed rates: (1 + 10 × 0.2) / (5 + 10) = 0.2, the prior for a new level', () => {
  const table = manyLevels();
  const [encoding] = fitEncodings(table, all(table));
  expect(encoding?.kind).toBe('target');
  if (encoding === undefined) return;
  expect(encodeValue(encoding, 'level 7')[0]).toBeCloseTo(0.2, 12);
  expect(encodeValue(encoding, 'new')[0]).toBeCloseTo(0.2, 12);
  expect(encodeValue(encoding, 'toString')[0]).toBeCloseTo(0.2, 12);
});

test('no training row has its own outcome in its code', () => {
  // 150 levels of one positive and one negative row. A rate with the row's own outcome is 0.5 for both; without it, a
  // positive row only sees the negative one, (0 + 10 × 0.5) / 11 = 0.4545, and a negative row the positive one, 0.5455.
  const values = Array.from({ length: 300 }, (_, i) => `level ${Math.floor(i / 2)}`);
  const labels = Uint8Array.from({ length: 300 }, (_, i) => i % 2);
  const table: TrainingTable = { columns: [{ name: 'city', kind: 'category', values }], labels, rows: 300 };
  const encoding = { column: 'city', kind: 'target', rates: {}, prior: 0.5 } as const;
  const matrix = encodeTrainingRows(table, [encoding], all(table), seededRandom(3));
  const meanOf = (label: number): number => {
    const rows = all(table).filter((row) => labels[row] === label);
    return rows.reduce((sum, row) => sum + (matrix.values[row] as number), 0) / rows.length;
  };
  expect(meanOf(1)).toBeLessThan(0.48);
  expect(meanOf(0)).toBeGreaterThan(0.52);
});

test('encodings are fitted on the training rows alone', () => {
  const table = manyLevels();
  const training = all(table).filter((row) => row < 150);
  const flipped = { ...table, labels: table.labels.map((label, row) => (row < 150 ? label : 1 - label)) };
  expect(fitEncodings(flipped, training)).toEqual(fitEncodings(table, training));
});

test('text gives its length and its items; a missing number is NaN', () => {
  const table: TrainingTable = {
    columns: [
      { name: 'skills', kind: 'text', values: ['SQL, Python', null] },
      { name: 'age', kind: 'numeric', values: [null, 4] },
    ],
    labels: new Uint8Array([1, 0]),
    rows: 2,
  };
  const matrix = encodeRows(table, fitEncodings(table, [0, 1]), [0, 1]);
  expect(matrix.names).toEqual(['skills_length', 'skills_items', 'age']);
  expect([...matrix.values]).toEqual([11, 2, Number.NaN, 0, 0, 4]);
});
