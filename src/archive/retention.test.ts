import { expect, test } from 'vitest';
import { retained } from './retention.ts';

/** Counted by hand on a calendar: 1 January 2024 was a Monday. */
const runs = [
  '2024-02-05',
  '2024-02-04',
  '2024-02-03',
  '2024-01-31',
  '2024-01-08',
  '2024-01-07',
  '2024-01-01',
  '2023-12-31',
].map((id) => ({ id, generatedAt: `${id}T03:00:00.000Z` }));
const keep = (keepDaily: number | 'all', keepWeekly: number | 'all', keepMonthly: number | 'all') => [
  ...retained(runs, { keepDaily, keepWeekly, keepMonthly }),
];

test('days', () => {
  expect(keep(3, 0, 0)).toEqual(['2024-02-05', '2024-02-04', '2024-02-03']);
  expect(keep('all', 0, 0)).toHaveLength(8);
});

test('weeks run from Monday to Sunday and cross the year', () => {
  expect(keep(0, 'all', 0)).toEqual(['2024-02-05', '2024-02-04', '2024-01-08', '2024-01-07', '2023-12-31']);
  expect(keep(0, 2, 0)).toEqual(['2024-02-05', '2024-02-04']);
});

test('months', () => {
  expect(keep(0, 0, 'all')).toEqual(['2024-02-05', '2024-01-31', '2023-12-31']);
});

test('the newest always stays', () => {
  expect(keep(0, 0, 0)).toEqual(['2024-02-05']);
  expect([...retained([], { keepDaily: 1, keepWeekly: 1, keepMonthly: 1 })]).toEqual([]);
});

test('every report of a kept day stays', () => {
  const two = [
    { id: 'b', generatedAt: '2024-02-05T09:00:00Z' },
    { id: 'a', generatedAt: '2024-02-05T03:00:00Z' },
    { id: 'old', generatedAt: '2024-02-04T03:00:00Z' },
  ];
  expect([...retained(two, { keepDaily: 1, keepWeekly: 0, keepMonthly: 0 })]).toEqual(['b', 'a']);
});
