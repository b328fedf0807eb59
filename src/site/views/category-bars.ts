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
  const { distribution, nReference, nProduction } = feature;
  if (distribution.kind !== 'categories') return null;
  const { pooled, categories } = distribution;
  const shown = categories.slice(0, limit);
  const rest =
    pooled.categories === 0
      ? []
      : [
          {
            name: plural(pooled.categories, 'rare category', 'rare categories'),
            reference: pooled.reference,
            production: pooled.production,
            note: 'pooled' as const,
          },
        ];
  const all = [...shown.map((category) => ({ ...category, note: null })), ...rest];
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
        note: category.note ?? novelty(category),
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

const novelty = (category: { reference: number; production: number }): string | null => {
  if (category.reference === 0 && category.production > 0) return 'new';
  return category.production === 0 && category.reference > 0 ? 'vanished' : null;
};
