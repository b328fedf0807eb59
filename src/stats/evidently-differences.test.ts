import { describe, expect, it } from 'vitest';
import { TEST_NAMES } from './drift-test-types.ts';
import { EVIDENTLY_DIFFERENCES } from './evidently-differences.ts';
import { TEST_NOTES } from './test-notes.ts';

describe('what is said about the tests', () => {
  it('says something of every test, once', () => {
    expect(EVIDENTLY_DIFFERENCES.map(({ test }) => test)).toEqual([...TEST_NAMES]);
    for (const name of TEST_NAMES) {
      for (const text of Object.values(TEST_NOTES[name]))
        expect(text.endsWith('.'), `${name}: ${text}`).toBe(true);
    }
  });
});
