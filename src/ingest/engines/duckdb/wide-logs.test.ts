import { afterEach, beforeEach, expect, it } from 'vitest';
import { rounds } from '../../../../tests/support/effort.ts';
import { prediction, type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';

/** One request of a stranger makes a log wide; so many of its keys as the policy's default lets in are kept. */

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

/** What holds for the larger holds for the smaller, which only a full run takes the time for. */
const SIZES = [10_000, 400_000].slice(-rounds(1, 2));

const wide = (keys: number): string =>
  prediction({ input: Object.fromEntries(Array.from({ length: keys }, (_, i) => [`key ${i}`, i])) });

it.each(SIZES)(
  'one row of %d keys among ordinary ones costs seconds, not minutes',
  async (keys) => {
    await logs.write('wide.jsonl', `${prediction()}\n${prediction()}\n${wide(keys)}\n`);
    const began = performance.now();
    const store = await logs.open(['wide.jsonl']);
    const features = await store.features(WEEK);
    expect(features).toHaveLength(50);
    expect(features.map(({ name }) => name)).toEqual(expect.arrayContaining(['industry', 'quality']));
    for (const { name } of features) {
      await store.numericTable(name, WEEK);
      await store.chunkTables(name, 'numeric', WEEK, 86_400_000);
    }
    // When each of these questions took time for every column there is, it was ten minutes.
    expect(performance.now() - began).toBeLessThan(60_000);
    const { table } = await store.categoricalTable('industry', WEEK);
    expect([table.categories, [...table.production]]).toEqual([['Banking'], [2]]);
    expect((await store.quality('predictions')).notes).toEqual([
      `${keys - 48} further input keys beyond the 50 most frequent: left out`,
    ]);
  },
  120_000,
);
