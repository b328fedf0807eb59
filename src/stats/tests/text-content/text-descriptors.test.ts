import { describe, expect, test } from 'vitest';
import { describeTexts } from './text-descriptors.ts';

describe('describeTexts', () => {
  test('gives shares of texts, unseen words and no word of fewer than five texts of a side', () => {
    const reference = ['sales director', 'sales lead', 'sales lead', 'sales', 'data'];
    const production = ['data lead', 'data lead', 'data', 'data', 'kubernetes'];
    expect(describeTexts({ kind: 'text', reference, production }).gained).toEqual([]);
    const found = describeTexts({ kind: 'text', reference, production }, { smallestCount: 4 });
    expect(found.gained).toEqual([{ word: 'data', shareReference: 0.2, shareProduction: 0.8 }]);
    expect(found.lost).toEqual([{ word: 'sales', shareReference: 0.8, shareProduction: 0 }]);
    expect(found.unseenWordShare).toBe(1 / 7);
    expect(found.reference).toEqual({ texts: 5, meanLength: (14 + 10 + 10 + 5 + 4) / 5, meanWords: 8 / 5 });
    const all = describeTexts({ kind: 'text', reference, production }, { smallestCount: 1 });
    expect(all.lost[0]).toEqual({ word: 'sales', shareReference: 0.8, shareProduction: 0 });
  });

  test('has no share where there is no word', () => {
    const found = describeTexts({ kind: 'text', reference: [], production: ['—'] });
    expect(found).toMatchObject({ unseenWordShare: 0, gained: [], lost: [] });
    expect(found.reference).toEqual({ texts: 0, meanLength: 0, meanWords: 0 });
  });
});
