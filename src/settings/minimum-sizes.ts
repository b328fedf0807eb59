import type { Policy } from './policy-schema.ts';

/** Rules of the policy that publish something of a group of leads from a smallest size on. */
const MINIMUM_SIZES: readonly { readonly key: string; readonly size: (policy: Policy) => number }[] = [
  { key: 'outcomes.minimumRows', size: ({ outcomes }) => outcomes.minimumRows },
  { key: 'performance.baselineOutcomes', size: ({ performance }) => performance.baselineOutcomes },
  { key: 'ranking.top', size: ({ ranking }) => smallestCount(ranking.top) },
  { key: 'ranking.target', size: ({ ranking }) => smallestCount([ranking.target]) },
];

/** Shares of the list are never cut below `privacy.k`. */
const smallestCount = (tops: readonly number[]): number => Math.min(...tops.filter((k) => k >= 1));

/** A line for each rule whose groups may be smaller than `privacy.k`: it would publish what the other keeps back. */
export function tooSmallGroups(policy: Policy): string[] {
  const { k } = policy.privacy;
  return MINIMUM_SIZES.flatMap(({ key, size }) =>
    size(policy) < k
      ? [`${key}: ${size(policy)} is below privacy.k (${k}), the fewest leads of which anything is published`]
      : [],
  );
}
