import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { classifyDomains, type DomainRows } from './domain-classifier.ts';
import { denseRows } from './sparse-rows.ts';

const labels = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
const rowsOf = (points: ArrayLike<number>, contrasts: ArrayLike<number> = []): DomainRows => ({
  model: denseRows(Float64Array.from(points), 1),
  contrasts: {
    ...denseRows(Float64Array.from(contrasts), contrasts.length === 0 ? 0 : 1),
    rows: points.length,
  },
});
const apart = labels.map((label, i) => label - 0.5 + (i % 20) / 100);

describe('classifyDomains', () => {
  test('tells two domains apart that lie apart: AUC 1, and the smallest p that 199 permutations allow', () => {
    const found = classifyDomains(rowsOf(apart), labels, seededRandom(1));
    expect(found).toMatchObject({ p: 1 / 200, permutations: 199 });
    expect(found.auc.auc).toBe(1);
  });

  test('goes on at the floor until the adjustment for a family of tests can be met, and no further', () => {
    const found = classifyDomains(rowsOf(apart), labels, seededRandom(1), { family: 40 });
    expect(found).toMatchObject({ p: 1 / 801, permutations: 800 });
    expect(found.p * 40).toBeLessThan(0.05);
    expect(classifyDomains(rowsOf(apart), labels, seededRandom(1), { family: 1e6 }).permutations).toBe(4999);
  });

  test('stops early where all rows are equal: twenty permutations reach AUC one half, so p is 1', () => {
    const found = classifyDomains(rowsOf(new Float64Array(40)), labels, seededRandom(1));
    expect(found).toMatchObject({ p: 1, permutations: 20 });
    expect(found.auc.auc).toBe(0.5);
  });

  test('finds by one column what the model is not shown', () => {
    const random = seededRandom(3);
    const found = classifyDomains(
      rowsOf(
        Float64Array.from(labels, () => random.normal()),
        apart,
      ),
      labels,
      seededRandom(1),
    );
    expect(found.p).toBe(1 / 200);
    expect(found.contrast).toMatchObject({ column: 0 });
  });

  test('takes fewer permutations where they are asked for', () => {
    expect(
      classifyDomains(rowsOf(apart), labels, seededRandom(1), { permutations: 19, family: 50 }),
    ).toMatchObject({
      p: 1 / 20,
      permutations: 19,
    });
  });

  test('holds its level: p below 0.05 in few of many draws without a difference', () => {
    const random = seededRandom(17);
    let found = 0;
    for (let round = 0; round < 200; round++) {
      const normals = () => Float64Array.from(labels, () => random.normal());
      if (classifyDomains(rowsOf(normals(), normals()), labels, random, { permutations: 99 }).p < 0.05)
        found++;
    }
    // Binomial(200, 0.05): 2 to 19 within three standard deviations.
    expect(found).toBeGreaterThan(1);
    expect(found).toBeLessThan(20);
  });
});
