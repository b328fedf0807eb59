import { expect, it } from 'vitest';
import { askOnce } from './ask-once.ts';
import type { Store } from './store.ts';

const range = (start: number) => ({ start, end: 10 });

/** Answers every count with how often it was asked. */
function counting(): { readonly store: Store; readonly asked: () => number } {
  let asked = 0;
  const count: Store['count'] = async () => ++asked;
  return { store: askOnce({ count } as Partial<Store> as Store), asked: () => asked };
}

it('asks the engine the same question once, two at a time too', async () => {
  const { store, asked } = counting();
  const both = await Promise.all([
    store.count('predictions', range(0)),
    store.count('predictions', range(0)),
  ]);
  expect(both).toEqual([1, 1]);
  expect(asked()).toBe(1);
});

it('tells questions apart by everything that is asked', async () => {
  const { store, asked } = counting();
  await store.count('predictions', range(0));
  await store.count('requests', range(0));
  await store.count('predictions', range(1));
  await store.count('predictions', range(Number.NEGATIVE_INFINITY));
  await store.count('predictions', range(Number.POSITIVE_INFINITY));
  expect(asked()).toBe(5);
});
