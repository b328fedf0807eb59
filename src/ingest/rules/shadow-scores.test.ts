import { expect, test } from 'vitest';
import { firstShadows, shadowScores } from './shadow-scores.ts';

const row = (key: string, time: number, shadow: unknown) => ({ key, time, shadow: JSON.stringify(shadow) });

test('the first score of each lead by each version counts, at one time the highest', () => {
  expect(
    shadowScores([
      row('b', 2, { '0.5': 0.3 }),
      row('a', 3, { '0.5': 0.9 }),
      row('a', 1, { '0.5': 0.2, '0.6': 0 }),
      row('a', 1, { '0.5': 0.4 }),
    ]),
  ).toEqual([
    { key: 'a', version: '0.5', time: 1, score: 0.4 },
    { key: 'a', version: '0.6', time: 1, score: 0 },
    { key: 'b', version: '0.5', time: 2, score: 0.3 },
  ]);
});

test('what is no score under a short name is left out', () => {
  const bad = [
    { a: 1.1 },
    { a: -0.1 },
    { a: '0.5' },
    { a: null },
    { '': 0.5 },
    { ['x'.repeat(61)]: 0.5 },
    [0.5],
    7,
  ];
  expect(shadowScores(bad.map((shadow, i) => row(`${i}`, i, shadow)))).toEqual([]);
  expect(shadowScores([{ key: 'a', time: 1, shadow: '{"a": 0.5' }])).toEqual([]);
  expect(shadowScores([{ key: 'a', time: 1, shadow: `{"a": 0.5${' '.repeat(2_000)}}` }])).toEqual([]);
});

test('a log with a thousand names keeps the four of most leads', () => {
  const rows = Array.from({ length: 1_000 }, (_, i) =>
    row(`${i}`, i, {
      [`v${i}`]: 0.5,
      a: 0.1,
      b: 0.1,
      ...(i > 3 ? { c: 0.1 } : {}),
      ...(i > 4 ? { d: 0.1 } : {}),
    }),
  );
  const versions = new Set(shadowScores(rows).map(({ version }) => version));
  expect([...versions].sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('scores of a log of their own count by the same rule', () => {
  const own = (key: string, version: string, time: number, score: number) => ({ key, version, time, score });
  expect(
    firstShadows([
      own('a', '0.5', 3, 0.9),
      own('b', '0.5', 1, 0.2),
      own('a', '0.5', 2, 0.1),
      own('a', '0.5', 2, 0.4),
      own('a', '', 1, 0.5),
      own('a', 'x'.repeat(61), 1, 0.5),
    ]),
  ).toEqual([own('b', '0.5', 1, 0.2), own('a', '0.5', 2, 0.4)]);
});
