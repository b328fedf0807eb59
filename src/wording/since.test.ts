import { expect, test } from 'vitest';
import { sinceWords, withSinceDay } from './since.ts';

const plain = (text: string | null): string | null => text?.replaceAll('\u00a0', ' ') ?? null;
const since = { report: '2026-02-12', reports: 10, days: 9 };

test('says the day and the number of reports', () => {
  expect(plain(sinceWords(since, '2026-02-21T00:10:00Z'))).toBe('since 12 Feb, 10 reports');
  expect(plain(sinceWords({ ...since, days: 60 }, '2026-02-21T00:10:00Z'))).toBe(
    'since 23 Dec 2025, 10 reports',
  );
});

test('says nothing of what is new, or not known', () => {
  expect(sinceWords({ ...since, reports: 1, days: 0 }, '2026-02-21T00:10:00Z')).toBeNull();
  expect(sinceWords(null, '2026-02-21T00:10:00Z')).toBeNull();
  expect(sinceWords(undefined, '2026-02-21T00:10:00Z')).toBeNull();
});

test('ends a sentence with the day', () => {
  expect(withSinceDay('7 of 12 features drifted.', since, '2026-02-21T00:10:00Z')).toBe(
    '7 of 12 features drifted (since 12 Feb).',
  );
  expect(withSinceDay('It fell (90 outcomes).', since, '2026-02-21T00:10:00Z')).toBe(
    'It fell (90 outcomes; since 12 Feb).',
  );
  expect(withSinceDay('It moved.', null, '2026-02-21T00:10:00Z')).toBe('It moved.');
});
