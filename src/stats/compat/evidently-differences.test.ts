import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TEST_NAMES } from '../tests/drift-test-types.ts';
import { EVIDENTLY_DIFFERENCES } from './evidently-differences.ts';

test('says how every test differs from Evidently’s, once, and the documentation says the same', () => {
  expect(EVIDENTLY_DIFFERENCES.map((difference) => difference.test)).toEqual([...TEST_NAMES]);
  const page = readFileSync(new URL('../../../docs/statistics.md', import.meta.url), 'utf8');
  for (const difference of EVIDENTLY_DIFFERENCES) {
    expect(page).toContain(`| ${difference.test} | ${difference.evidently} | ${difference.ours} |`);
  }
});
