import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { fitIsotonic, fitPlatt } from './calibration-map.ts';
import { miscalibration } from './miscalibration.ts';

describe.each([
  ['Platt on 300 rows', fitPlatt, 300],
  ['isotonic on 1,500 rows', fitIsotonic, 1_500],
] as const)('%s', (_, learn, size) => {
  const random = seededRandom(21);
  const draw = (n: number, shift = 0) => {
    const logits = Array.from({ length: n }, () => 1.2 * random.normal() - 0.7);
    const scores = logits.map((z) => 1 / (1 + Math.exp(-z)));
    const labels = logits.map((z) => (random.uniform() < 1 / (1 + Math.exp(0.3 - 0.8 * z - shift)) ? 1 : 0));
    return { scores, labels };
  };
  const shareBeyond = (shift: number, z: number): number => {
    const repetitions = 600;
    let beyond = 0;
    for (let i = 0; i < repetitions; i++) {
      const fitted = draw(size);
      const result = miscalibration(draw(500, shift), learn(fitted.scores, fitted.labels), fitted);
      if (Math.abs(result?.z ?? 0) > z) beyond++;
    }
    return beyond / repetitions;
  };

  test('a map that is right is rejected in one sample of twenty', () => {
    const share = shareBeyond(0, 1.96);
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.07);
  });

  test('outcomes that come half as often again are found', () => {
    expect(shareBeyond(0.8, 3.29)).toBeGreaterThan(0.8);
  });
});
