import { describe, expect, it } from 'vitest';
import { ok } from '../../../../tests/support/tolerance.ts';
import { seededRandom } from '../../distributions/random.ts';
import { describeTexts } from './text-descriptors.ts';
import { textDrift } from './text-drift.ts';
import { tfIdfKernel } from './tf-idf.ts';
import { words } from './tokens.ts';

const ENGINEERING = ['engineer', 'developer', 'architect', 'platform', 'data', 'backend', 'senior', 'lead'];
const SALES = ['sales', 'account', 'director', 'growth', 'partner', 'regional', 'senior', 'lead'];

function titles(n: number, from: readonly string[], seed: number): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => [0, 1, 2].map(() => from[random.below(from.length)]).join(' '));
}

describe('textDrift', () => {
  it('sees other words, and no difference between two draws of the same', () => {
    const reference = titles(80, ENGINEERING, 1);
    const moved = ok(textDrift({ kind: 'text', reference, production: titles(80, SALES, 2) }));
    expect(moved.statistic).toBeGreaterThan(0.95);
    expect(moved.p).toBe(1 / 500);
    expect(moved.effect).toMatchObject({ name: 'AUC', word: 'large' });
    const same = ok(textDrift({ kind: 'text', reference, production: titles(80, ENGINEERING, 3) }));
    expect(same.p).toBeGreaterThan(0.05);
    expect(same.effect?.interval?.[0]).toBeLessThan(0.5);
  });

  it('repeats itself for a seed and needs ten texts a side', () => {
    const samples = {
      kind: 'text' as const,
      reference: titles(20, SALES, 4),
      production: titles(20, SALES, 5),
    };
    expect(textDrift(samples, { seed: 7 })).toEqual(textDrift(samples, { seed: 7 }));
    expect(textDrift({ ...samples, production: ['one'] })).toMatchObject({
      status: 'not-enough-data',
      minimum: 10,
    });
  });

  it('samples the larger side, in seconds, and says so', () => {
    const samples = {
      kind: 'text' as const,
      reference: titles(50, SALES, 6),
      production: titles(20_000, SALES, 7),
    };
    expect(ok(textDrift(samples)).notes).toEqual([
      'computed on a random sample of 200 texts of the larger side',
    ]);
  });

  it('takes texts without a word', () => {
    const empty = Array.from({ length: 12 }, () => '—');
    expect(ok(textDrift({ kind: 'text', reference: empty, production: empty })).statistic).toBe(0.5);
  });
});

describe('tfIdfKernel', () => {
  it('is the cosine: 1 for the same words, 0 for none in common', () => {
    const kernel = tfIdfKernel(['red green', 'green red', 'blue', 'blue']);
    expect(kernel[1]).toBeCloseTo(1, 12);
    expect(kernel[2]).toBe(0);
    expect(kernel[11]).toBeCloseTo(1, 12);
  });
});

describe('words', () => {
  it('splits any script, in lower case, without single letters', () => {
    expect(words('Développeur C++ · 数据 工程师, R&D')).toEqual(['développeur', '数据', '工程师']);
  });
});

describe('describeTexts', () => {
  it('gives shares of texts, unseen words and no word of fewer than five texts', () => {
    const reference = ['sales director', 'sales lead', 'sales lead', 'sales', 'data'];
    const production = ['data lead', 'data lead', 'data', 'data', 'kubernetes'];
    const found = describeTexts({ kind: 'text', reference, production });
    expect(found.gained).toEqual([{ word: 'data', shareReference: 0.2, shareProduction: 0.8 }]);
    expect(found.lost).toEqual([]);
    expect(found.unseenWordShare).toBe(1 / 7);
    expect(found.reference).toEqual({ texts: 5, meanLength: (14 + 10 + 10 + 5 + 4) / 5, meanWords: 8 / 5 });
    const all = describeTexts({ kind: 'text', reference, production }, { smallestCount: 1 });
    expect(all.lost[0]).toEqual({ word: 'sales', shareReference: 0.8, shareProduction: 0 });
  });
});
