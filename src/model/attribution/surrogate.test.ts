import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { type Cell, explainedShare, fitSurrogate, surrogateScores } from './surrogate.ts';

const INPUTS = [
  { name: 'quality', isText: false },
  { name: 'industry', isText: false },
  { name: 'title', isText: true },
];
const INDUSTRIES = ['finance', 'software', 'retail', 'health'];

/** Scores follow the quality, the industry and the length of the title. */
function leads(count: number, seed: number): { cells: Cell[][]; scores: number[] } {
  const random = seededRandom(seed);
  const cells = Array.from({ length: count }, () => [
    random.uniform() < 0.1 ? null : random.normal(),
    INDUSTRIES[random.below(4)] ?? null,
    'x'.repeat(1 + random.below(20)),
  ]);
  const scores = cells.map(([quality, industry, title]) => {
    const effect = INDUSTRIES.indexOf(String(industry)) - 1.5;
    return 1 / (1 + Math.exp(-(Number(quality ?? -1) + effect + (String(title).length - 10) / 10)));
  });
  return { cells, scores };
}

test('it explains scores that follow from the inputs, on rows that it has not seen', () => {
  const surrogate = fitSurrogate(INPUTS, leads(800, 1), seededRandom(1));
  const fresh = leads(400, 2);
  expect(explainedShare(fresh.scores, surrogateScores(surrogate, fresh.cells))).toBeGreaterThan(0.9);
  expect([...surrogate.player]).toEqual([0, 1, 2, 2]);
});

test('it explains nothing of scores that have nothing to do with the inputs', () => {
  const random = seededRandom(3);
  const noise = (rows: ReturnType<typeof leads>) => ({
    ...rows,
    scores: rows.scores.map(() => random.uniform()),
  });
  const surrogate = fitSurrogate(INPUTS, noise(leads(800, 1)), seededRandom(1));
  const fresh = noise(leads(400, 2));
  expect(explainedShare(fresh.scores, surrogateScores(surrogate, fresh.cells))).toBeLessThan(0.1);
});

test('categories that are new, and cells of another kind, have a score', () => {
  const surrogate = fitSurrogate(INPUTS, leads(300, 1), seededRandom(1));
  const [score] = surrogateScores(surrogate, [['many', 'mining', null]]);
  expect(score).toBeGreaterThan(0);
  expect(score).toBeLessThan(1);
});

test('the explained share is one less the share of squared errors', () => {
  expect(explainedShare([0, 1, 0, 1], [0, 1, 0, 1])).toBe(1);
  expect(explainedShare([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5])).toBe(0);
  expect(explainedShare([0.3, 0.3], [0.3, 0.3])).toBeNull();
});
