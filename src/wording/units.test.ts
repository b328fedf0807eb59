import { expect, test } from 'vitest';
import { formatThreshold, formatWithUnit, thresholdInSentence, valueInSentence } from './units.ts';

const plain = (text: string): string => text.replace(/\u00a0/g, ' ');

test('a value is said with the unit that its alert or trigger names', () => {
  expect(plain(formatWithUnit(0.05, 'share of requests'))).toBe('5 % of requests');
  expect(plain(formatWithUnit(0.01, 'p'))).toBe('p 0.01');
  expect(plain(formatWithUnit(3, 'months'))).toBe('3 months');
  expect(plain(formatWithUnit(1, 'months'))).toBe('1 month');
  expect(plain(formatWithUnit(60.12, 'ms at p95'))).toBe('60.1 ms at p95');
  expect(formatWithUnit(null, 'ms')).toBe('–');
});

test('the age of a model of a minute is no power of ten', () => {
  expect(plain(formatWithUnit(2.7e-5, 'months'))).toBe('0 months');
  expect(plain(formatWithUnit(3.0412, 'months'))).toBe('3.04 months');
  expect(valueInSentence(2.7e-5, 'months')).toBe('0 months');
});

test.each([
  [0.5, 'share of features', '50 %'],
  [0.005, 'share of leads', '0.5 %'],
  [50, 'ms at p95', '50 ms'],
  [0.01, 'p-value', '0.01'],
  [3, 'failed health checks', '3'],
])('threshold %d in %s is %s', (threshold, unit, text) => {
  expect(plain(formatThreshold(threshold, unit))).toBe(text);
});

test.each([
  [0.125, 'share of requests', 0.05, '12.5 % of requests', '5 %'],
  [60.123, 'ms at p95', 50, '60.1 ms at p95', '50 ms'],
  [0.0001234, 'p-value', 0.01, 'p 1.2 × 10⁻⁴', '0.01'],
  [3, 'failed health checks', 3, '3 failed health checks', '3'],
])('%d %s against %d in a sentence', (value, unit, threshold, said, against) => {
  expect(valueInSentence(value, unit)).toBe(said);
  expect(thresholdInSentence(threshold, unit)).toBe(against);
});
