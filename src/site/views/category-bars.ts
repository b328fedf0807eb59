import type { Feature } from '../../report/schema/report.ts';
import { formatCount, formatPercent, formatPoints, plural } from '../../wording/format.ts';
import { type Categories, leadsOf } from '../charts/categories.ts';
import { shareOf } from '../charts/shares.ts';

/** Length of a bar to either side of the middle. */
export const BAR_WIDTH = 100;

export interface CategoryBar {
  readonly name: string;
  /** "commonest", "new", "pooled for privacy"; null for an ordinary one. */
  readonly note: string | null;
  /** Start and length of the bar; the middle is `BAR_WIDTH`. */
  readonly bar: { readonly x: number; readonly width: number };
  readonly change: string;
  readonly reference: string;
  readonly production: string;
  readonly referenceCount: string;
  readonly productionCount: string;
}

interface CategoryBars {
  /** The largest changes, the commonest, and what is counted together. */
  readonly first: readonly CategoryBar[];
  /** The other named categories. */
  readonly more: readonly CategoryBar[];
}

type Counts = Pick<Categories['pooled'], 'reference' | 'production'>;

/** Changes of a categorical feature as diverging bars, largest first; null for other features. */
export function categoryBars(feature: Feature, shown: number): CategoryBars | null {
  const { distribution } = feature;
  if (distribution.kind !== 'categories') return null;
  const leads = leadsOf(distribution);
  // By what is published: rounded to multiples of k, changes may follow each other in another order than exact ones.
  const size = ({ reference, production }: Counts): number =>
    Math.abs((shareOf(production, leads.production) ?? 0) - (shareOf(reference, leads.reference) ?? 0));
  const categories = distribution.categories.toSorted((a, b) => size(b) - size(a));
  const common = commonest(distribution);
  const rows = [
    ...categories.map((category, i) => ({
      ...category,
      note: category.name === common ? 'commonest' : novelty(category.name, feature.schema),
      isFirst: i < shown || category.name === common,
    })),
    ...together(distribution).map((row) => ({ ...row, isFirst: true })),
  ];
  const compared = rows.map((row) => {
    const before = shareOf(row.reference, leads.reference) ?? 0;
    const after = shareOf(row.production, leads.production) ?? 0;
    return { row, before, after, change: after - before };
  });
  const largest = compared.reduce((top, { change }) => Math.max(top, Math.abs(change)), 0) || 1;
  const bars = compared.map(({ row, before, after, change }) => {
    const width = Math.round((Math.abs(change) / largest) * BAR_WIDTH);
    return {
      isFirst: row.isFirst,
      name: row.name,
      note: row.note,
      bar: { x: change < 0 ? BAR_WIDTH - width : BAR_WIDTH, width },
      change: formatPoints(change),
      reference: formatPercent(before),
      production: formatPercent(after),
      referenceCount: formatCount(row.reference),
      productionCount: formatCount(row.production),
    };
  });
  return {
    first: bars.filter(({ isFirst }) => isFirst),
    more: bars.filter(({ isFirst }) => !isFirst),
  };
}

/** The category that most leads of production have, of the reference where there is no production. */
function commonest({ categories }: Categories): string | null {
  const most = (side: 'production' | 'reference') => categories.toSorted((a, b) => b[side] - a[side])[0];
  const found = most('production');
  return (found === undefined || found.production === 0 ? most('reference') : found)?.name ?? null;
}

const novelty = (name: string, schema: Feature['schema']): string | null => {
  if (schema.newCategories.names.includes(name)) return 'new';
  return schema.vanishedCategories.names.includes(name) ? 'vanished' : null;
};

/** Categories that have no name here: too rare to be named, or not among the largest changes. Older reports mix both. */
function together({ pooled, smaller }: Categories) {
  const isThere = ({ categories, reference, production }: Categories['pooled']): boolean =>
    categories + reference + production > 0;
  const row = (counts: Categories['pooled'], rare: boolean, note: string) => ({
    name:
      counts.categories === 0
        ? `${rare ? 'Rare' : 'Other'} categories`
        : plural(
            counts.categories,
            `${rare ? 'rare' : 'other'} category`,
            `${rare ? 'rare' : 'other'} categories`,
          ),
    reference: counts.reference,
    production: counts.production,
    note,
  });
  return [
    ...(smaller !== undefined && isThere(smaller)
      ? [row(smaller, false, 'not among the largest changes')]
      : []),
    ...(isThere(pooled)
      ? [row(pooled, smaller !== undefined, smaller === undefined ? 'pooled' : 'pooled for privacy')]
      : []),
  ];
}
