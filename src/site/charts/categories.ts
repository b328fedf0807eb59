import type { Feature } from '../../report/schema/report.ts';

export type Categories = Extract<Feature['distribution'], { kind: 'categories' }>;

interface Counts {
  readonly reference: number;
  readonly production: number;
}

/** The named categories and what is counted together, whose sums are all leads. */
export const allCategories = ({ categories, pooled, smaller }: Categories): readonly Counts[] => [
  ...categories,
  pooled,
  ...(smaller === undefined ? [] : [smaller]),
];

/** Leads of each side. */
export const leadsOf = (distribution: Categories, side: keyof Counts): number =>
  allCategories(distribution).reduce((sum, counts) => sum + counts[side], 0);
