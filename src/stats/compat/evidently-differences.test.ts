import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TEST_NAMES } from '../tests/drift-test-types.ts';
import { TEST_NOTES } from '../tests/test-notes.ts';
import { EVIDENTLY_DIFFERENCES } from './evidently-differences.ts';

describe('what is said about the tests', () => {
  it('says something of every test, once', () => {
    expect(EVIDENTLY_DIFFERENCES.map(({ test }) => test)).toEqual([...TEST_NAMES]);
    const page = readFileSync(new URL('../../../docs/statistics.md', import.meta.url), 'utf8');
    for (const { test, evidently, ours } of EVIDENTLY_DIFFERENCES) {
      expect(page).toContain(`| ${test} | ${evidently} | ${ours} |`);
    }
    for (const name of TEST_NAMES) {
      for (const text of Object.values(TEST_NOTES[name]))
        expect(text.endsWith('.'), `${name}: ${text}`).toBe(true);
    }
  });
});
