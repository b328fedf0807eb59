import { expect, test } from 'vitest';
import { segmentTrial } from '../../../tests/support/segment-simulation.ts';
import { seededRandom } from '../distributions/random.ts';
import { weakestSegments } from './weakest-segments.ts';

const SEEDS = Array.from({ length: 5 }, (_, i) => 1_000 + i);

test.each(['fewer-engage', 'not-ranked'] as const)('names a planted segment first (%s)', (fault) => {
  const trials = SEEDS.map((seed) => segmentTrial(seed, fault, { n: 6_000, permutations: 99, most: 1 }));
  expect(trials.filter(({ found }) => found).length).toBe(5);
  expect(Math.min(...trials.map(({ candidates }) => candidates.length))).toBe(200);
});

test('names it first, too, where only the fifth with the highest scores was contacted', () => {
  const trials = SEEDS.map((seed) =>
    segmentTrial(seed, 'fewer-engage', { n: 6_000, share: 0.2, permutations: 99, most: 1 }),
  );
  expect(trials.filter(({ found }) => found).length).toBe(5);
});

// With a true share of 5 %, seven or more of 40 come in one run of two hundred.
test('seldom names any where none is off', () => {
  const named = Array.from({ length: 40 }, (_, i) =>
    segmentTrial(2_000 + i, 'none', { n: 1_000, permutations: 99, most: 1 }),
  ).filter(({ search }) => search.weakest.length > 0);
  expect(named.length).toBeLessThan(7);
});

test('names no segment for its narrow or low scores, nor what only overlaps with a named one', () => {
  const random = seededRandom(11);
  const n = 4_000;
  const scores = Float64Array.from({ length: n }, () => random.uniform());
  const rows = (keep: (row: number) => boolean) => Uint32Array.from({ length: n }, (_, i) => i).filter(keep);
  const narrow = rows((row) => (scores[row] ?? 0) > 0.4 && (scores[row] ?? 0) < 0.5);
  const low = rows((row) => (scores[row] ?? 0) < 0.2);
  const bad = rows((row) => row % 5 === 0);
  const wider = rows((row) => row % 5 === 0 || row % 10 === 1);
  const good = Uint8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0));
  const fallen = good.map((label, row) => (row % 5 === 0 && random.uniform() < 0.5 ? 0 : label));
  const options = { permutations: 199 };
  expect(weakestSegments(scores, good, [narrow, low], options)).toEqual({ tested: 2, weakest: [] });
  const { weakest, tested } = weakestSegments(scores, fallen, [narrow, low, wider, bad], options);
  expect(tested).toBe(4);
  expect(weakest.map(({ segment, figure, n: leads, p }) => [segment, figure, leads, p])).toEqual([
    [3, 'rate', 800, 0.005],
  ]);
  expect(weakest[0]?.realised).toBeCloseTo(0.25, 1);
  expect(weakest[0]?.gap).toBeLessThan(-0.15);
});

test('names none of too few leads, of one outcome only or with a small gap', () => {
  const n = 1_000;
  const scores = Float64Array.from({ length: n }, (_, i) => i / n);
  const labels = Uint8Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : 0));
  const rows = (keep: (row: number) => boolean) => Uint32Array.from({ length: n }, (_, i) => i).filter(keep);
  const few = rows((row) => row < 98 && row % 2 === 0);
  const onlyPositive = rows((row) => row % 2 === 0);
  expect(weakestSegments(scores, labels, [few, onlyPositive])).toEqual({ tested: 0, weakest: [] });
  expect(
    weakestSegments(scores, labels, [rows((row) => row % 3 === 0)], { gap: 0.6, alpha: 1 }).weakest,
  ).toEqual([]);
  expect(weakestSegments([], [], [])).toEqual({ tested: 0, weakest: [] });
});

test('gives the figures of a later segment without the leads of those before it', () => {
  const random = seededRandom(21);
  const n = 6_000;
  const scores = Float64Array.from({ length: n }, () => random.uniform());
  const first = Uint32Array.from({ length: n }, (_, i) => i).filter((row) => row % 4 === 0);
  const second = Uint32Array.from({ length: n }, (_, i) => i).filter((row) => row % 5 === 0);
  const labels = Uint8Array.from(scores, (score, row) => {
    const chance = row % 4 === 0 ? score * 0.3 : row % 5 === 0 ? score * 0.6 : score;
    return random.uniform() < chance ? 1 : 0;
  });
  const { weakest } = weakestSegments(scores, labels, [first, second], { permutations: 99 });
  expect(weakest.map(({ segment }) => segment)).toEqual([0, 1]);
  const left = [...second].filter((row) => row % 4 !== 0);
  const mean = (values: ArrayLike<number>) =>
    left.reduce((sum, row) => sum + (values[row] ?? 0), 0) / left.length;
  expect(weakest[1]?.n).toBe(left.length);
  expect(weakest[1]?.predicted).toBeCloseTo(mean(scores), 12);
  expect(weakest[1]?.realised).toBeCloseTo(mean(labels), 12);
});
