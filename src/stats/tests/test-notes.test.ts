import { expect, test } from 'vitest';
import { TEST_NAMES } from './drift-test-types.ts';
import { TEST_NOTES } from './test-notes.ts';

test('every test has its source, its assumptions and its conclusion, in whole sentences', () => {
  for (const name of TEST_NAMES) {
    const texts = Object.values(TEST_NOTES[name]);
    expect(texts).toHaveLength(3);
    for (const text of texts) expect(text.endsWith('.'), `${name}: ${text}`).toBe(true);
  }
});
