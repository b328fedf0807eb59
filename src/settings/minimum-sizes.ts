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

/**
 * The policy with those of its defaults raised to `privacy.k` that the file does not set: a team that raises k need not
 * know which other keys hold smaller numbers.
 *
 * @param written the policy file's own content.
 */
export function defaultsAtLeastK(policy: Policy, written: unknown): Policy {
  const { k } = policy.privacy;
  const { outcomes, performance, ranking } = policy;
  const isDefault = (section: string, key: string): boolean =>
    valueAt(valueAt(written, section), key) === undefined;
  return {
    ...policy,
    ...(isDefault('outcomes', 'minimumRows') && {
      outcomes: { ...outcomes, minimumRows: Math.max(outcomes.minimumRows, k) },
    }),
    ...(isDefault('performance', 'baselineOutcomes') && {
      performance: { ...performance, baselineOutcomes: Math.max(performance.baselineOutcomes, k) },
    }),
    ...(isDefault('ranking', 'top') && {
      ranking: { ...ranking, top: ranking.top.filter((top) => top < 1 || top >= k) },
    }),
  };
}

/** The value under a key of parsed JSON. */
const valueAt = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** A line for each rule whose groups may be smaller than `privacy.k`: it would publish what the other keeps back. */
export function tooSmallGroups(policy: Policy): string[] {
  const { k } = policy.privacy;
  return MINIMUM_SIZES.flatMap(({ key, size }) =>
    size(policy) < k
      ? [`${key}: ${size(policy)} is below privacy.k (${k}), the fewest leads of which anything is published`]
      : [],
  );
}
