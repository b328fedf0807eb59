import { describe, test } from 'vitest';
import { growing, newCategory, sameSize, testEvidently } from '../../../tests/support/evidently.ts';
import { tied } from '../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { runDriftTest } from '../tests/drift-test.ts';

const compat = { compat: 'evidently' } as const;

describe('EVIDENTLY_BINNED', () => {
  testEvidently('few distinct numbers', tied, [
    ['jensenshannon', 0.5941610905856793, true, 0.1],
    ['kl_div', 3.616371235322032, true, 0.1],
    ['psi', 7.3781883232364205, true, 0.1],
    ['hellinger', 0.6118624607937858, true, 0.1],
  ]);

  testEvidently('many distinct numbers', growing, [
    ['jensenshannon', 0.314809595383867, true, 0.1],
    ['kl_div', 0.31298716324116355, true, 0.1],
    ['psi', 1.7008149586714034, true, 0.1],
    ['hellinger', 0.3675052670793127, true, 0.1],
  ]);

  testEvidently('two categories', sameSize, [
    ['kl_div', 0.05150406233381849, false, 0.1],
    ['psi', 0.10346034638800838, true, 0.1],
    ['hellinger', 0.11359715755874124, true, 0.1],
  ]);

  test('fills the bins of a category that the reference lacks', () => {
    expectScipy(ok(runDriftTest('psi', newCategory, compat)).score, 4.629129692404689);
    expectScipy(ok(runDriftTest('kl_div', newCategory, compat)).score, 3.1194636114061742);
  });
});
