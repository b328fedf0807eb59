import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { CANDIDATE_LIMITS, candidateSegments, type GroupedColumn } from './candidate-segments.ts';

const column = (groups: readonly number[], size: number, declared = false): GroupedColumn => ({
  groups: Int32Array.from(groups),
  size,
  declared,
});

test('takes values with enough leads that leave enough behind', () => {
  const groups = Array.from({ length: 200 }, (_, row) => (row < 120 ? 0 : row < 160 ? 1 : -1));
  const nearly = Array.from({ length: 200 }, (_, row) => (row < 198 ? 0 : 1));
  const all = Array.from({ length: 200 }, () => 0);
  const found = candidateSegments(new Float64Array(200), [
    column(groups, 2),
    column(nearly, 2),
    column(all, 1),
  ]);
  expect(found.map(({ where, rows }) => [where, rows.length])).toEqual([[[{ column: 0, group: 0 }], 120]]);
});

test('looks at pairs from 2,000 leads on, each a smaller part of both values, within the limit', () => {
  const random = seededRandom(7);
  const columns = (n: number) =>
    Array.from({ length: 12 }, (_, f) =>
      column(
        Array.from({ length: n }, () => random.below(8)),
        8,
        f === 11,
      ),
    );
  const scores = (n: number) => Float64Array.from({ length: n }, () => random.uniform());
  expect(candidateSegments(scores(1_999), columns(1_999)).every(({ where }) => where.length === 1)).toBe(
    true,
  );
  const wide = columns(8_000);
  const found = candidateSegments(scores(8_000), wide);
  const pairs = found.filter(({ where }) => where.length === 2);
  expect(found.length).toBe(CANDIDATE_LIMITS.most);
  expect(pairs.length).toBeGreaterThan(50);
  for (const { where, rows } of pairs) {
    const both = Array.from({ length: 8_000 }, (_, row) => row).filter((row) =>
      where.every((w) => wide[w.column]?.groups[row] === w.group),
    );
    expect([...rows]).toEqual(both);
    expect(where[0]?.column).not.toBe(where[1]?.column);
  }
});

test('leaves out pairs that would tell a few leads of a value apart', () => {
  const n = 2_000;
  const a = Array.from({ length: n }, (_, row) => (row < 400 ? 0 : 1));
  const b = Array.from({ length: n }, (_, row) => (row < 397 ? 0 : 1));
  const found = candidateSegments(new Float64Array(n), [column(a, 2, true), column(b, 2, true)]);
  expect(found.map(({ where }) => where.map(({ group }) => group))).toEqual([[0], [1], [0], [1]]);
});
