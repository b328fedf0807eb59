import { describe, expect, test } from 'vitest';
import { fourCategories, tied } from '../../../tests/support/samples.ts';
import { ok } from '../../../tests/support/tolerance.ts';
import { TEST_NAMES } from './drift-test-types.ts';
import { TESTS } from './test-definitions.ts';

const TEXTS = { kind: 'text' as const, reference: ['one two'], production: ['two three'] };

describe('TESTS', () => {
  test.each(TEST_NAMES)('%s refuses the types that it is not for, and takes the others', (name) => {
    const { types, run } = TESTS[name];
    for (const input of [tied, fourCategories, TEXTS]) {
      const refused = run(input, {}).status === 'not-applicable';
      if (!types.includes(input.kind)) expect(refused, input.kind).toBe(true);
      // The z-test takes two categories only.
      else if (name !== 'z') expect(refused, input.kind).toBe(false);
    }
  });

  test('compares p-values with 0.05, distances with 0.1 and the AUC of texts with 0.55', () => {
    for (const name of TEST_NAMES) {
      const { score, threshold } = TESTS[name];
      const expected = score === 'p' ? 0.05 : name === 'abs_text_content_drift' ? 0.55 : 0.1;
      expect(threshold, name).toBe(expected);
    }
  });

  test('has a label of its own for each', () => {
    expect(new Set(TEST_NAMES.map((name) => TESTS[name].label)).size).toBe(TEST_NAMES.length);
  });

  test('compares Wasserstein by its effect', () => {
    const result = ok(TESTS.wasserstein.run(tied, {}));
    expect(TESTS.wasserstein.distance?.(result)).toBe(result.effect?.value);
  });
});
