import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { Feature } from '../../report/schema/report.ts';
import { BAR_WIDTH, categoryBars } from './category-bars.ts';

const base = fixtureReport().drift.features.find(({ name }) => name === 'llm_industry');
if (base === undefined) throw new Error('no feature');
const category = (name: string, reference: number, production: number) => ({ name, reference, production });
const feature = (smaller?: { categories: number; reference: number; production: number }): Feature => ({
  ...base,
  distribution: {
    kind: 'categories',
    // 200 leads a side with the pools.
    categories: [category('Finance', 10, 50), category('Media', 40, 20), category('Unknown', 100, 95)],
    pooled: { categories: 5, reference: 20, production: 15 },
    ...(smaller === undefined ? {} : { smaller }),
  },
});
const words = (text: string): string => text.replace(/\u00a0/g, ' ');

describe('bars of categories', () => {
  const view = categoryBars(feature({ categories: 10, reference: 30, production: 20 }), 1);

  test('diverge from the middle by the change of share', () => {
    expect(view?.first[0]).toMatchObject({
      name: 'Finance',
      change: '+20',
      bar: { x: BAR_WIDTH, width: 100 },
    });
    expect(view?.more[0]).toMatchObject({ name: 'Media', change: '−10', bar: { x: 50, width: 50 } });
  });

  test('show share and count, the commonest always, and what has no name apart', () => {
    expect(words(view?.first[0]?.production ?? '')).toBe('25 %');
    expect(view?.first[0]?.productionCount).toBe('50');
    expect(view?.first.slice(1).map(({ name, note }) => [words(name), note])).toEqual([
      ['Unknown', 'commonest'],
      ['10 other categories', 'not among the largest changes'],
      ['5 rare categories', 'pooled for privacy'],
    ]);
  });

  test('begin with the largest change that is shown, whatever the order of the exact ones', () => {
    const { distribution } = feature();
    if (distribution.kind !== 'categories') throw new Error('no categories');
    const categories = distribution.categories.toReversed();
    const view = categoryBars({ ...base, distribution: { ...distribution, categories } }, 3);
    expect(view?.first.map(({ name }) => name).slice(0, 3)).toEqual(['Finance', 'Media', 'Unknown']);
  });

  test('do not tell apart what an older report counted together', () => {
    expect(categoryBars(feature(), 3)?.first.at(-1)).toMatchObject({ note: 'pooled' });
    expect(words(categoryBars(feature(), 3)?.first.at(-1)?.name ?? '')).toBe('5 other categories');
  });
});
