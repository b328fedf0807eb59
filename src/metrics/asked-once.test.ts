import { expect, test } from 'vitest';
import { fakeStore } from '../../tests/support/fake-store.ts';
import { NOW } from '../../tests/support/metrics-context.ts';
import { askedOnce } from './asked-once.ts';

test('the same question is asked once, another one again', async () => {
  const asked: unknown[] = [];
  const base = fakeStore({ predictions: [{ time: NOW - 5 }, { time: NOW - 1 }] });
  const store = askedOnce({
    ...base,
    count: (source, range) => {
      asked.push([source, range]);
      return base.count(source, range);
    },
  });
  const all = { start: NOW - 10, end: NOW };
  const newest = { start: NOW - 3, end: NOW };
  const found = await Promise.all([
    store.count('predictions', all),
    store.count('predictions', { ...all }),
    store.count('predictions', newest),
    store.count('requests', all),
  ]);
  expect(found).toEqual([2, 2, 1, 0]);
  expect(asked).toEqual([
    ['predictions', all],
    ['predictions', newest],
    ['requests', all],
  ]);
});
