import type { Feature } from '../../report/schema/report.ts';

export type Categories = Extract<Feature['distribution'], { kind: 'categories' }>;

interface Counts {
  readonly reference: number;
  readonly production: number;
}

/** The named categories and what is counted together, whose sums are all leads. */
const allCategories = ({ categories, pooled, smaller }: Categories): readonly Counts[] => [
  ...categories,
  pooled,
  ...(smaller === undefined ? [] : [smaller]),
];

/** Leads of each side. */
export const leadsOf = (distribution: Categories): Counts => {
  const all = allCategories(distribution);
  return {
    reference: all.reduce((sum, { reference }) => sum + reference, 0),
    production: all.reduce((sum, { production }) => sum + production, 0),
  };
};

/** The category whose share of the leads changed most; null where a side has no lead. */
export function largestChange(distribution: Categories) {
  const [top] = distribution.categories;
  const leads = leadsOf(distribution);
  if (top === undefined || leads.reference === 0 || leads.production === 0) return null;
  return {
    name: top.name,
    before: top.reference / leads.reference,
    after: top.production / leads.production,
  };
}
