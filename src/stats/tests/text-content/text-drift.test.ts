import { describe, expect, test } from 'vitest';
import { ok } from '../../../../tests/support/tolerance.ts';
import { seededRandom } from '../../distributions/random.ts';
import { textDrift } from './text-drift.ts';

const ENGINEERING = ['engineer', 'developer', 'architect', 'platform', 'data', 'backend', 'senior', 'lead'];
const SALES = ['sales', 'account', 'director', 'growth', 'partner', 'regional', 'senior', 'lead'];

function titles(n: number, from: readonly string[], seed: number): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => [0, 1, 2].map(() => from[random.below(from.length)]).join(' '));
}

describe('textDrift', () => {
  test('sees other words, and no difference between two draws of the same', () => {
    const reference = titles(80, ENGINEERING, 1);
    const moved = ok(textDrift({ kind: 'text', reference, production: titles(80, SALES, 2) }));
    expect(moved.statistic).toBeGreaterThan(0.95);
    expect(moved.p).toBe(1 / 200);
    expect(moved.effect).toMatchObject({ name: 'AUC', word: 'large' });
    const same = ok(textDrift({ kind: 'text', reference, production: titles(80, ENGINEERING, 3) }));
    expect(same.p).toBeGreaterThan(0.05);
    expect(same.effect?.interval?.[0]).toBeLessThan(0.5);
  });

  test('repeats itself for a seed and needs ten texts a side', () => {
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

  test('samples the larger side, in seconds, and says so', () => {
    const samples = {
      kind: 'text' as const,
      reference: titles(50, SALES, 6),
      production: titles(20_000, SALES, 7),
    };
    expect(ok(textDrift(samples)).notes).toEqual([
      'computed on a random sample of 2000 texts of the larger side',
    ]);
  });

  test('finds a word whose share of the titles doubles, among two thousand', () => {
    const side = (n: number, share: number, seed: number): string[] => {
      const random = seededRandom(seed);
      return titles(n, [...ENGINEERING, ...SALES], seed + 1).map((title) =>
        random.uniform() < share ? `${title} manager` : title,
      );
    };
    const doubled = { reference: side(2000, 0.05, 8), production: side(2000, 0.1, 10) };
    const result = ok(textDrift({ kind: 'text', ...doubled }, { family: 18 }));
    expect(result.p).toBeLessThan(0.05 / 18);
    expect(result.details).toMatchObject({ rowsReference: 2000, rowsProduction: 2000 });
  });

  test('takes texts without a word', () => {
    const empty = Array.from({ length: 12 }, () => '—');
    expect(ok(textDrift({ kind: 'text', reference: empty, production: empty })).statistic).toBe(0.5);
  });
});
