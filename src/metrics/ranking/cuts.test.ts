import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { rankRows } from '../../stats/ranking/ranked-rows.ts';
import { partBetween } from '../../stats/ranking/top-rows.ts';
import { cutsOf } from './cuts.ts';

const DEFAULT = { top: [10, 50, 0.05, 0.1, 0.2], target: 0.1 };
const ranking = (n: number, labelled = 1) => {
  const random = seededRandom(n);
  return rankRows(
    Array.from({ length: n }, () => random.uniform()),
    Array.from({ length: n }, () => (random.uniform() < labelled ? 1 : null)),
  );
};

test('numbers of leads are cut as they are, shares at the nearest lead', () => {
  const { tops, deciles, gains } = cutsOf(ranking(2_477), DEFAULT, 5);
  expect(tops).toEqual([
    { k: 10, leads: 10 },
    { k: 50, leads: 50 },
    { k: 0.05, leads: 124 },
    { k: 0.1, leads: 248 },
    { k: 0.2, leads: 495 },
  ]);
  expect(deciles).toHaveLength(10);
  expect(gains).toHaveLength(20);
  expect(gains.at(-1)).toBe(2_477);
});

test('no two cuts of any ranking have one to k − 1 labelled leads between them', () => {
  for (const n of [3, 12, 40, 73, 104, 230, 980, 1_003]) {
    for (const labelled of [1, 0.6, 0.1]) {
      for (const k of [1, 5, 20]) {
        const ranked = ranking(n, labelled);
        const { tops, deciles, gains } = cutsOf(ranked, { ...DEFAULT, target: 0.12 }, k);
        const cuts = [...new Set([0, ...tops.map(({ leads }) => leads), ...deciles, ...gains, n])];
        cuts
          .sort((a, b) => a - b)
          .forEach((cut, i, all) => {
            if (i === 0 || all.length === 2) return;
            const { labelled: between } = partBetween(ranked, all[i - 1] ?? 0, cut);
            if (between > 1e-9) expect(between, `${n} leads, ${k}: ${all}`).toBeGreaterThanOrEqual(k - 1e-9);
          });
      }
    }
  }
});

test('a short list is cut into fewer parts, each with leads enough for a rate', () => {
  expect(cutsOf(ranking(80), DEFAULT, 5, 50).deciles).toEqual([80]);
  expect(cutsOf(ranking(230), DEFAULT, 5, 50).deciles).toHaveLength(4);
  expect(cutsOf(ranking(1_003), DEFAULT, 5, 50).deciles).toHaveLength(10);
});

test('a top that is all there is, or more, is left out', () => {
  expect(cutsOf(ranking(40), DEFAULT, 1).tops.map(({ k }) => k)).not.toContain(50);
  expect(cutsOf(ranking(4), DEFAULT, 5).tops).toEqual([]);
});
