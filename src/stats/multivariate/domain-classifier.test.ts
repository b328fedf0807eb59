import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { classifyDomains } from './domain-classifier.ts';

const labels = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
const kernelOf = (points: readonly number[]): Float64Array =>
  Float64Array.from(points.flatMap((a) => points.map((b) => Math.exp(-((a - b) ** 2)))));

describe('classifyDomains', () => {
  test('tells two domains apart that lie apart: AUC 1, and the smallest p that 499 permutations allow', () => {
    const found = classifyDomains(
      kernelOf(Array.from(labels, (label, i) => 50 * label + (i % 20) / 100)),
      labels,
      seededRandom(1),
    );
    expect(found).toMatchObject({ p: 1 / 500, permutations: 499 });
    expect(found.auc.auc).toBe(1);
  });

  test('stops early where all rows are equal: twenty permutations reach AUC one half, so p is 1', () => {
    const found = classifyDomains(new Float64Array(40 * 40).fill(1), labels, seededRandom(1));
    expect(found).toMatchObject({ p: 1, permutations: 20 });
    expect(found.auc.auc).toBe(0.5);
  });

  test('takes fewer permutations where they are asked for', () => {
    const points = Array.from(labels, (label, i) => 50 * label + (i % 20) / 100);
    expect(classifyDomains(kernelOf(points), labels, seededRandom(1), 19)).toMatchObject({
      p: 1 / 20,
      permutations: 19,
    });
  });

  test('holds its level: p below 0.05 in few of many draws without a difference', () => {
    const random = seededRandom(17);
    let found = 0;
    for (let round = 0; round < 60; round++) {
      const points = Array.from({ length: 40 }, () => random.normal());
      if (classifyDomains(kernelOf(points), labels, random, 99).p < 0.05) found++;
    }
    // Binomial(60, 0.05) exceeds 9 with a probability below 0.002.
    expect(found).toBeLessThanOrEqual(9);
  });
});
