import { gammaTail, poissonProbability } from './gamma-tail.ts';
import { chiSquaredSurvival } from './survival.ts';

/**
 * P(X > x) of a noncentral chi-squared variable: a Poisson mixture of central ones (Johnson, Kotz and Balakrishnan
 * 1995, 29.2). Only counts within nine standard deviations of the Poisson mean have a relevant weight. Tails follow by
 * recurrence: Q(a + 1, x) = Q(a, x) + xᵃ·e⁻ˣ/Γ(a + 1) (NIST DLMF 8.8.6).
 *
 * @example
 * noncentralChiSquaredSurvival(3.841459, 1, 7.848861); // 0.8
 */
export function noncentralChiSquaredSurvival(
  x: number,
  degreesOfFreedom: number,
  noncentrality: number,
): number {
  if (noncentrality === 0) return chiSquaredSurvival(x, degreesOfFreedom);
  const mean = noncentrality / 2;
  const reach = 9 * Math.sqrt(mean) + 20;
  const first = Math.max(0, Math.floor(mean - reach));
  let shape = degreesOfFreedom / 2 + first;
  let tail = gammaTail(shape, x / 2);
  let step = poissonProbability(shape, x / 2);
  let weight = first === 0 ? Math.exp(-mean) : poissonProbability(first, mean);
  let sum = 0;
  for (let j = first; j <= mean + reach; j++) {
    sum += weight * tail;
    weight *= mean / (j + 1);
    tail += step;
    shape++;
    step *= x / 2 / shape;
  }
  return sum;
}
