import { expect, test } from 'vitest';
import { categoricalDistribution } from './distribution.ts';

const RULE = { k: 5, rounded: false };

test('names the largest changes and always the commonest; the rest is counted, apart from what is rare', () => {
  // 50 categories of 20 leads that change by 5 to 54, one of 10,000 leads that does not change, and three rare ones.
  const sizes = [
    ...Array.from({ length: 50 }, (_, i) => ({ name: `c${i}`, reference: 100, production: 105 + i })),
    { name: 'Unknown', reference: 10_000, production: 10_000 },
    ...['x', 'y', 'z'].map((name) => ({ name, reference: 4, production: 3 })),
  ];
  const side = (which: 'reference' | 'production') => Float64Array.from(sizes, (row) => row[which]);
  const leads = {
    kind: 'categorical' as const,
    categories: sizes.map(({ name }) => name),
    reference: side('reference'),
    production: side('production'),
  };
  const found = categoricalDistribution(leads, RULE);
  if (found.kind !== 'categories') throw new Error('expected categories');
  const names = found.categories.map(({ name }) => name);
  expect(names).toHaveLength(40);
  expect(names).toContain('Unknown');
  expect(names).toContain('c49');
  expect(found.smaller).toMatchObject({ categories: 11, reference: 1100 });
  expect(found.pooled.reference).toBe(12);
  expect(JSON.stringify(found)).not.toContain('"x"');
});
