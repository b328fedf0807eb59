import { valueAt } from './policy-object.ts';
import type { Policy } from './policy-schema.ts';

/** A rule of the policy that publishes something of a group of leads from a smallest size on. */
interface MinimumSize {
  readonly key: string;
  readonly size: (policy: Policy) => number;
  /** The policy with the rule's default raised to k; absent where the default is a share of the list. */
  readonly raised?: (policy: Policy, k: number) => Policy;
}

const MINIMUM_SIZES: readonly MinimumSize[] = [
  {
    key: 'outcomes.minimumRows',
    size: ({ outcomes }) => outcomes.minimumRows,
    raised: (policy, k) => ({
      ...policy,
      outcomes: { ...policy.outcomes, minimumRows: Math.max(policy.outcomes.minimumRows, k) },
    }),
  },
  {
    key: 'performance.baselineOutcomes',
    size: ({ performance }) => performance.baselineOutcomes,
    raised: (policy, k) => ({
      ...policy,
      performance: {
        ...policy.performance,
        baselineOutcomes: Math.max(policy.performance.baselineOutcomes, k),
      },
    }),
  },
  {
    key: 'ranking.top',
    size: ({ ranking }) => smallestCount(ranking.top),
    raised: (policy, k) => ({
      ...policy,
      ranking: { ...policy.ranking, top: policy.ranking.top.filter((top) => top < 1 || top >= k) },
    }),
  },
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
  const unset = MINIMUM_SIZES.filter(({ key }) => valueAt(written, key) === undefined);
  return unset.reduce((before, { raised }) => raised?.(before, k) ?? before, policy);
}

/** A line for each rule whose groups may be smaller than `privacy.k`: it would publish what the other keeps back. */
export function tooSmallGroups(policy: Policy): string[] {
  const { k } = policy.privacy;
  return MINIMUM_SIZES.flatMap(({ key, size }) =>
    size(policy) < k
      ? [`${key}: ${size(policy)} is below privacy.k (${k}), the fewest leads of which anything is published`]
      : [],
  );
}
