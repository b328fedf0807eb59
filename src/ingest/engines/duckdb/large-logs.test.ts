import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOW, prediction, type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';
import { storeAnswers } from '../../../../tests/support/store-contract/store-answers.ts';
import { seededRandom } from '../../../stats/distributions/random.ts';
import type { Store } from '../../store.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

const FAST = { largeBytes: 0, joinKeys: ['lead'] };
const CAREFUL = { largeBytes: Infinity, joinKeys: ['lead'] };
const SAMPLED = 'input keys were looked for in many places of the log; a very rare one may be missing';

function rows(): string[] {
  const random = seededRandom(5);
  return Array.from({ length: 400 }, (_, i) =>
    prediction({
      timestamp: new Date(NOW - i * 60_000).toISOString(),
      score: random.below(1000) / 1000,
      input: {
        lead: `lead ${i % 50}`,
        n: i % 17 === 0 ? `text ${i % 2}` : random.below(9) / 4 - 1,
        s: i % 19 === 0 ? i % 3 : ['a', 'é "q" \\', '12', 'x'.repeat(3000)][i % 4],
        ...(i % 3 === 0 ? { m: [i % 2, { a: null }] } : {}),
        b: i % 5 === 0 ? null : i % 2 === 0,
        'odd.key "x"': -0,
      },
    }),
  );
}

/** All answers but for the note of how the log was read. */
async function answers(store: Store): Promise<unknown> {
  const told = await store.quality('predictions');
  const quality = { ...told, notes: told.notes.filter((note) => note !== SAMPLED) };
  return { ...(await storeAnswers(store)), quality };
}

describe('a large log', () => {
  it('is read the fast way with the same answers', async () => {
    await logs.write('p.jsonl', `${[...rows(), 'broken', prediction({ score: 2 })].join('\n')}\n`);
    const fast = await logs.open(['p.jsonl'], 'predictions', FAST);
    expect((await fast.quality('predictions')).notes).toContain(SAMPLED);
    expect(await answers(fast)).toEqual(await answers(await logs.open(['p.jsonl'], 'predictions', CAREFUL)));
  });

  it.each([
    ['an input that is no object', prediction({ input: [1] })],
    ['an empty input', prediction({ input: {} })],
    ['keys that differ in case only', prediction({ input: { N: 1, n: 2 } })],
    ['an empty key', prediction({ input: { '': 1 } })],
  ])('is read the careful way where it holds %s', async (_, line) => {
    await logs.write('p.jsonl', `${[...rows(), line].join('\n')}\n`);
    const fast = await logs.open(['p.jsonl'], 'predictions', FAST);
    expect((await fast.quality('predictions')).notes).not.toContain(SAMPLED);
    expect(await answers(fast)).toEqual(await answers(await logs.open(['p.jsonl'], 'predictions', CAREFUL)));
  });

  it('finds a key that no sample met, in a file of any size, the careful way', async () => {
    const many = Array.from({ length: 150_000 }, () => prediction());
    many[77_777] = prediction({ input: { industry: 'Banking', rare: 5 } });
    await logs.write('p.jsonl', `${many.join('\n')}\n`);
    const store = await logs.open(['p.jsonl'], 'predictions', CAREFUL);
    expect((await store.features(WEEK)).map(({ name }) => name)).toEqual(['industry', 'quality', 'rare']);
    expect([...(await store.numericTable('rare', WEEK)).table.values]).toEqual([5]);
  }, 60_000);
});
