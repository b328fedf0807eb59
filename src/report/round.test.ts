import { expect, test } from 'vitest';
import { roundReport } from './round.ts';

test('rounds headline figures to 10 significant digits and curves to 5', () => {
  const rounded = roundReport({
    p: 1.2345678901234e-300,
    value: 0.12345678901234,
    series: { points: [{ p50: 0.123456789 }] },
    overTime: [{ statistic: 0.123456789, p: 1.23456789e-20 }],
    histogram: { edges: [0.1, 1000000000.15], production: [1_234_567] },
  });
  expect(rounded).toEqual({
    p: 1.23456789e-300,
    value: 0.123456789,
    series: { points: [{ p50: 0.12346 }] },
    overTime: [{ statistic: 0.1235, p: 1.235e-20 }],
    histogram: { edges: [0.1, 1000000000.15], production: [1_234_567] },
  });
});

test('keeps whole numbers, words and nulls, and writes −0 as 0', () => {
  const value = { a: 123_456_789_012, b: null, c: 'x', d: true, e: -0 };
  expect(JSON.stringify(roundReport(value))).toBe('{"a":123456789012,"b":null,"c":"x","d":true,"e":0}');
  expect(Object.is(roundReport({ e: -0 }).e, 0)).toBe(true);
});

test('shows the first digits of what may be a telephone number, in what describes a feature', () => {
  const rounded = roundReport({
    ecdf: { values: [33_699_120_007, 1999], gapAt: 33_699_120_007 },
    summary: { reference: { min: 33_699_120_007, p50: 9_999_999 } },
    count: 33_699_120_007,
  });
  expect(rounded).toEqual({
    ecdf: { values: [33_700_000_000, 1999], gapAt: 33_700_000_000 },
    summary: { reference: { min: 33_700_000_000, p50: 9_999_999 } },
    count: 33_699_120_007,
  });
});

test('keeps the edges of a histogram over epoch times apart', () => {
  const edges = [1_739_000_000, 1_739_100_000, 1_739_200_000];
  expect(roundReport({ distribution: { edges, production: [1, 2] } }).distribution.edges).toEqual(edges);
});
