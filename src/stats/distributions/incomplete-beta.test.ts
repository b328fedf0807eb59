import { expect, test } from 'vitest';
import { expectTail } from '../../../tests/support/tolerance.ts';
import { incompleteBeta } from './incomplete-beta.ts';

// Literals: mpmath with 50 digits, equal to scipy.special.betainc(a, b, x).
test.each([
  [0.3, 2, 5, 0.579825],
  [0.999, 0.5, 10, 1],
  [1e-8, 0.5, 0.5, 6.366197734286143e-5],
  [0.02, 1000, 50_000, 0.7404822316400571],
  [0.5, 1e5, 1e5, 0.5],
  [0.501, 1e6, 1e6, 0.9976611505930685],
  [0.9999, 3000.5, 0.5, 0.43854750141505544],
  [0.2, 30, 0.5, 1.2265219714158838e-22],
  [0.4, 500.25, 800.75, 0.8743207958963733],
  [0.001, 2.5, 4000, 0.844067403040651],
  [0.99, 0.01, 3, 0.9999999965911759],
  [0.9999973958565803, 702_906.5443931263, 0.31679592217539665, 0.02940200138703038],
])('at %d of Beta(%d, %d) is %d', (x, a, b, value) => {
  expectTail(incompleteBeta(x, a, b), value);
});

test('is 0 and 1 at the ends, and reflects', () => {
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  expectTail(incompleteBeta(0.25, 3, 7) + incompleteBeta(0.75, 7, 3), 1);
});

test('takes 1 − x from the caller where subtracting would lose it', () => {
  // I(a, 1) = xᵃ and I(1, b) = 1 − yᵇ.
  expectTail(incompleteBeta(1, 1, 0.5, 1e-30), 1 - 1e-15);
  expectTail(incompleteBeta(1e-30, 2, 1), 1e-60);
});
