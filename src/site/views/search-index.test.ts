import { expect, test } from 'vitest';
import { manyFeatures } from '../../../tests/support/fixtures/report.ts';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import { findEntries } from './find-entries.ts';
import { searchIndex } from './search-index.ts';

const data = fixtureSite({ current: { features: manyFeatures(200), shift: 1, ranking: true }, runs: 3 });

test('200 features and ten years of reports are at most 100 kB', () => {
  const [base] = data.runs;
  if (base === undefined) throw new Error('no report');
  const runs = Array.from({ length: 3650 }, (_, i) => {
    const generatedAt = new Date(Date.parse(base.generatedAt) - i * 86_400_000).toISOString();
    return { ...base, generatedAt, id: generatedAt.slice(0, 10) };
  });
  const index = searchIndex({ ...data, runs });
  expect(index.features).toHaveLength(200);
  expect(index.reports).toHaveLength(3650);
  expect(Buffer.byteLength(JSON.stringify(index))).toBeLessThanOrEqual(100_000);
});

test('everything is found by any part of its name, the beginning first, and nothing without a word', () => {
  const index = searchIndex(data);
  const found = (words: string) => findEntries(index, words).map(({ label, path }) => [label, path]);
  expect(found('feature_007')).toEqual([['feature_007', 'drift/feature-007/']]);
  expect(found('SLOW')).toContainEqual(['Slow inference', 'alerts/#slow-inference']);
  expect(found('2026-02-19')[0]).toEqual(['2026-02-19', 'reports/2026-02-19/']);
  expect(found('method')).toContainEqual(['Method', 'method/']);
  expect(found('tren')[0]).toEqual(['Trends', 'trends/']);
  expect(findEntries(index, 'no such thing')).toEqual([]);
  // Without a word: where to begin.
  expect(findEntries(index, '').length).toBeGreaterThan(0);
  expect(findEntries(index, 'feature').length).toBeLessThanOrEqual(12);
});
