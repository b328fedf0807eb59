import { expect, test } from 'vitest';
import { segmentsFixture } from '../../../tests/support/fixtures/segments.ts';
import {
  hasSegments,
  mixRows,
  searchWords,
  segmentRows,
  segmentsOf,
  weakestRows,
  worstSegment,
} from './segments.ts';

const plain = (text: string | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');

test('says which segment is weakest, with actual, predicted and expected rate', () => {
  const segments = segmentsFixture();
  expect(worstSegment({ segments })?.where).toBe('industry = Media');
  expect(plain(worstSegment({ segments })?.words)).toBe(
    'actual 12 %, predicted 31 %; leads with these scores: 30 % (210 leads)',
  );
  expect(worstSegment({ segments: segmentsFixture({ weakest: [] }) })).toBeNull();
  expect(worstSegment({})).toBeNull();
  // A segment that engages more than its scores say is off, but not weak.
  const [weak] = segments.weakest;
  const better = segmentsFixture({
    weakest: weak === undefined ? [] : [{ ...weak, realised: 0.4, gap: 0.1 }],
  });
  expect(worstSegment({ segments: better })).toBeNull();
  expect(weakestRows(segments)).toMatchObject([{ n: '210', gap: '−18 points', p: '0.001' }]);
});

test('says of a segment that is not ranked what its ROC AUC should be', () => {
  const [weak] = segmentsFixture().weakest;
  if (weak === undefined) throw new Error('no segment');
  const where = [...weak.where, { feature: 'size', value: '2-10' }];
  const unranked = { ...weak, where, figure: 'rocAuc' as const, realised: 0.52, expected: 0.68, gap: -0.16 };
  const [row] = weakestRows(segmentsFixture({ weakest: [unranked] }));
  expect(row).toMatchObject({
    where: 'industry = Media and size = 2-10',
    found: 'ROC AUC 0.52; leads with these scores: 0.68',
    gap: '−0.16',
  });
});

test('says what was searched, also where none is off', () => {
  expect(plain(searchWords(segmentsFixture()))).toContain(
    '24 segments of 1,000 mature outcomes searched. In these',
  );
  expect(plain(searchWords(segmentsFixture({ weakest: [] })))).toContain(
    'searched: in none do outcomes differ',
  );
});

test('shows values and the split of the change', () => {
  const [feature] = segmentsFixture().features;
  if (feature === undefined) throw new Error('no feature');
  expect(segmentRows(feature).map(({ value, cells }) => [value, ...cells.map(plain)])).toEqual([
    ['Media', '120', '20 %', '15 %', '0.31', '−0.012', '210', '31 %', '12 %', '0.64', '25 %', '–'],
    ['Retail', '480', '80 %', '15 %', '0.31', '−0.012', '210', '31 %', '33 %', '0.64', '25 %', '0.62'],
  ]);
  expect(mixRows(segmentsFixture())).toEqual([
    { feature: 'industry', mix: '−1.1', within: '−4.2', total: '−5.3' },
  ]);
});

test('has nothing to show without values', () => {
  expect(hasSegments({})).toBe(false);
  expect(hasSegments({ segments: segmentsFixture({ features: [], weakest: [] }) })).toBe(false);
  expect(hasSegments({ segments: segmentsFixture({ features: [] }) })).toBe(true);
  expect(hasSegments({ segments: segmentsFixture() })).toBe(true);
});

test('cuts the section down to a feature, with the pairs that it is in', () => {
  const section = segmentsFixture();
  const [feature] = section.features;
  const [weak] = section.weakest;
  const [mix] = section.mix;
  if (feature === undefined || weak === undefined || mix === undefined) throw new Error('no segment');
  const size = { feature: 'size', value: '2-10' };
  const all = segmentsFixture({
    features: [feature, { ...feature, feature: 'size', slug: 'size' }],
    weakest: [weak, { ...weak, where: [size] }, { ...weak, where: [...weak.where, size] }],
    mix: [mix, { ...mix, feature: 'size' }],
    notes: ['A note.'],
  });
  const own = segmentsOf(all, 'size');
  expect(own.features.map((own) => own.feature)).toEqual(['size']);
  expect(own.weakest.map(({ where }) => where.length)).toEqual([1, 2]);
  expect(own.mix.map((row) => row.feature)).toEqual(['size']);
});
