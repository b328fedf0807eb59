import type { Feature } from '../../report/schema/report.ts';
import { formatPercent, formatPoints, plural } from '../../wording/format.ts';
import { shareOf } from '../charts/shares.ts';

export const BAR_WIDTH = 200;

interface CategoryBar {
  readonly name: string;
  readonly note: string | null;
  /** Lengths of the bars, at most `BAR_WIDTH`. */
  readonly reference: number;
  readonly production: number;
  readonly referenceText: string;
  readonly productionText: string;
  readonly changeText: string;
}

interface CategoryBars {
  readonly rows: readonly CategoryBar[];
  /** Number of categories that are not shown. */
  readonly hidden: number;
}

/** Bars of a categorical feature, largest change first, pooled categories last; null for other features. */
export function categoryBars(feature: Feature, limit: number): CategoryBars | null {
  const { distribution } = feature;
  if (distribution.kind !== 'categories') return null;
  const { pooled, categories } = distribution;
  const shown = categories.slice(0, limit);
  const rest =
    pooled.categories + pooled.reference + pooled.production === 0
      ? []
      : [
          {
            name: rareCategories(pooled.categories),
            reference: pooled.reference,
            production: pooled.production,
            note: 'pooled' as const,
          },
        ];
  const all = [...shown.map((category) => ({ ...category, note: null })), ...rest];
  const [nReference, nProduction] = (['reference', 'production'] as const).map((side) =>
    [...categories, pooled].reduce((sum, category) => sum + category[side], 0),
  ) as [number, number];
  const share = (count: number, n: number): number => shareOf(count, n) ?? 0;
  const top =
    all.reduce((a, c) => Math.max(a, share(c.reference, nReference), share(c.production, nProduction)), 0) ||
    1;
  const length = (value: number): number => Math.round((value / top) * BAR_WIDTH * 10) / 10;
  return {
    rows: all.map((category) => {
      const before = share(category.reference, nReference);
      const after = share(category.production, nProduction);
      return {
        name: category.name,
        note: category.note ?? novelty(category.name, feature.schema),
        reference: length(before),
        production: length(after),
        referenceText: formatPercent(before),
        productionText: formatPercent(after),
        changeText: formatPoints(after - before),
      };
    }),
    hidden: categories.length - shown.length,
  };
}

const novelty = (name: string, schema: Feature['schema']): string | null => {
  if (schema.newCategories.names.includes(name)) return 'new';
  return schema.vanishedCategories.names.includes(name) ? 'vanished' : null;
};

/** Of fewer than k it is not said how many they are. */
const rareCategories = (count: number): string =>
  count === 0 ? 'Rare categories' : plural(count, 'rare category', 'rare categories');
