import { expect, test } from 'vitest';
import { noncentralChiSquaredSurvival } from './noncentral-chi-squared.ts';

test.each([
  [3.841459, 1, 7.848861, 0.8000000117098464],
  [10, 4, 3, 0.21623681831821898],
  [200, 50, 120, 0.10975379979796748],
  [5, 2.5, 0, 0.12308857115265866],
  [900, 1, 700, 0.00019818656280234728],
])(
  'P(X > %d) with %d degrees of freedom and noncentrality %d equals scipy.stats.ncx2',
  (x, df, lambda, p) => {
    expect(Math.abs(noncentralChiSquaredSurvival(x, df, lambda) / p - 1)).toBeLessThan(1e-9);
  },
);
