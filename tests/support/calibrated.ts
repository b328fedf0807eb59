import { seededRandom } from '../../src/stats/distributions/random.ts';

/** Uniform scores with perfectly calibrated outcomes: the true AUC is 5/6. */
export function calibrated(n: number, seed: number): { scores: number[]; labels: number[] } {
  const random = seededRandom(seed);
  const scores = Array.from({ length: n }, () => random.uniform());
  return { scores, labels: scores.map((score) => (random.uniform() < score ? 1 : 0)) };
}
