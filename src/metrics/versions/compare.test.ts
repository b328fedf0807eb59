import { expect, test } from 'vitest';
import { scoredByBoth, sharedOut } from '../../../tests/support/version-worlds.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { comparePaired, compareSplit, type SharedLead } from './compare.ts';

const OPTIONS = { k: 0.1, minimum: 30, fewest: 5, alpha: 0.05 };

test('of two equal versions one is recommended in 3 to 7 % of logs', () => {
  const random = seededRandom(11);
  const logs = 300;
  let [paired, split] = [0, 0];
  for (let log = 0; log < logs; log++) {
    const shared = scoredByBoth({ leads: 600, noise: [0.6, 0.6] }, random);
    if (comparePaired(shared, OPTIONS).recommended !== null) paired++;
    const [first, second] = sharedOut(shared, random);
    if (compareSplit(first, second, OPTIONS).recommended !== null) split++;
  }
  // Two figures of level 2.5 % that go together; 3 to 7 % with three standard errors of 300 logs less and more.
  for (const found of [paired, split]) {
    expect(found / logs).toBeGreaterThan(0.006);
    expect(found / logs).toBeLessThan(0.08);
  }
}, 60_000);

test('the better of two versions is recommended, either way round, and sooner where both scored the same leads', () => {
  const random = seededRandom(12);
  const logs = 40;
  let [paired, split, wrong] = [0, 0, 0];
  for (let log = 0; log < logs; log++) {
    const better = log % 2 === 0 ? 'second' : 'first';
    const shared = scoredByBoth(
      { leads: 1_200, noise: better === 'second' ? [1.2, 0.4] : [0.4, 1.2] },
      random,
    );
    const both = comparePaired(shared, OPTIONS).recommended;
    if (both === better) paired++;
    else if (both !== null) wrong++;
    if (compareSplit(...sharedOut(shared, random), OPTIONS).recommended === better) split++;
  }
  expect(wrong).toBe(0);
  expect(paired).toBeGreaterThan(35);
  expect(split).toBeGreaterThan(10);
  expect(split).toBeLessThan(paired);
}, 60_000);

test('with as many more outcomes as it says, a difference as the seen one is found in about four of five logs', () => {
  const random = seededRandom(13);
  const world = { noise: [0.7, 0.45] as const };
  const seen = Array.from({ length: 20 }, () =>
    comparePaired(scoredByBoth({ leads: 400, ...world }, random), OPTIONS),
  );
  const wanted = seen.map(({ needed }) => needed).filter((needed) => needed !== null);
  expect(wanted.length).toBeGreaterThan(5);
  for (const found of seen) expect(found.recommended === null || found.needed === null).toBe(true);
  // The seen difference is far from the true one in so few leads, so the middle one is held against the true power.
  const middle = wanted.sort((a, b) => a - b)[wanted.length >> 1] ?? 0;
  let power = 0;
  for (let log = 0; log < 40; log++) {
    const shared = scoredByBoth({ leads: 400 + Math.min(middle, 4_000), ...world }, random);
    if (comparePaired(shared, OPTIONS).recommended === 'second') power++;
  }
  expect(power).toBeGreaterThan(18);
}, 60_000);

/** Outcomes only of leads that the first version put on top, and of some at random. */
const contactedBy = (shared: readonly SharedLead[], explored: number): SharedLead[] => {
  const random = seededRandom(3);
  const cut = shared.map(({ first }) => first.score).sort((a, b) => b - a)[shared.length / 5] ?? 1;
  return shared.map(({ first, second }) => {
    const chance = random.uniform() < explored;
    if (first.score > cut && !chance) return { first, second };
    const outcome = chance ? { explored: true } : ({ label: null, known: null } as const);
    return { first: { ...first, ...outcome }, second: { ...second, ...outcome } };
  });
};

test('where the first version chose whom to contact the second cannot be judged by those', () => {
  const shared = scoredByBoth({ leads: 3_000, noise: [0.5, 0.5] }, seededRandom(14));
  expect(comparePaired(contactedBy(shared, 0), OPTIONS)).toMatchObject({
    rocAuc: null,
    precision: null,
    recommended: null,
    reason: expect.stringContaining('contacted by their score'),
  });
  const explored = comparePaired(contactedBy(shared, 0.15), OPTIONS);
  expect(explored.labelled).toBeGreaterThan(350);
  expect(explored.labelled).toBeLessThan(550);
  expect(explored.basis.join(' ')).toContain('contacted at random');
  expect(explored.rocAuc?.interval[0]).toBeLessThan(0);
  expect(explored.rocAuc?.interval[1]).toBeGreaterThan(0);
});

test('versions that each chose from their own leads are compared by their tops alone', () => {
  const random = seededRandom(15);
  const [first, second] = sharedOut(scoredByBoth({ leads: 6_000, noise: [0.5, 0.5] }, random), random);
  const top = (leads: typeof first) => {
    const cut =
      leads.map(({ score }) => score).sort((a, b) => b - a)[leads.length / 5 - ((leads.length / 5) % 1)] ?? 1;
    return leads.map((lead) => (lead.score > cut ? lead : { ...lead, label: null, known: null }));
  };
  const found = compareSplit(top(first), top(second), OPTIONS);
  expect(found.rocAuc).toBeNull();
  expect(found.precision?.first).toBeGreaterThan(0.5);
  expect(found.confidence).toBe(0.95);
});

test('two tops that differ by fewer leads than may be told are not compared, and too few outcomes say so', () => {
  const shared = scoredByBoth({ leads: 400, noise: [0.5, 0.5] }, seededRandom(16)).map(({ first }) => ({
    first,
    second: { ...first, version: '2' },
  }));
  const swapped = [...shared].sort((a, b) => b.first.score - a.first.score);
  const [last, next] = [swapped[39], swapped[40]];
  if (last === undefined || next === undefined) throw new Error('too few leads');
  const score = last.second.score;
  swapped[39] = { ...last, second: { ...last.second, score: next.second.score } };
  swapped[40] = { ...next, second: { ...next.second, score } };
  expect(comparePaired(swapped, OPTIONS).precision).toBeNull();
  expect(comparePaired(shared, OPTIONS).precision).toMatchObject({ difference: 0, interval: [0, 0] });
  expect(comparePaired(shared.slice(0, 20), OPTIONS).reason).toContain('too few mature outcomes so far');
});
