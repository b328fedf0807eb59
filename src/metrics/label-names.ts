import type { Policy } from '../settings/policy-schema.ts';
import { publicName } from '../wording/public-name.ts';

const OTHER = '(other)';
/** Labels that the API itself writes: shown however rare. */
const WELL_KNOWN = ['engaged', 'not_engaged'];

/**
 * Display names of labels: those of the API and those of at least k predictions as they are, rarer ones "(other)",
 * because a label of a single lead may identify it.
 */
export function labelNames(
  counts: readonly { readonly label: string; readonly count: number }[],
  policy: Policy,
): (label: string) => string {
  const common = counts.filter(({ count }) => count >= policy.privacy.k).map(({ label }) => label);
  const shown = new Set([...WELL_KNOWN, policy.scores.positiveLabel, ...common]);
  return (label) => (shown.has(label) ? publicName(label) : OTHER);
}

/** Counts under the display names, most frequent first, "(other)" last. */
export function labelCounts(
  counts: readonly { readonly label: string; readonly count: number }[],
  most: number,
  policy: Policy,
): { label: string; count: number }[] {
  const nameOf = labelNames(counts, policy);
  const rows = counts.map(({ label, count }) => ({ label: nameOf(label), count }));
  const named = rows.filter(({ label }) => label !== OTHER);
  const rest = [...rows.filter(({ label }) => label === OTHER), ...named.slice(most)];
  const others = rest.reduce((sum, { count }) => sum + count, 0);
  return [...named.slice(0, most), ...(others === 0 ? [] : [{ label: OTHER, count: others }])];
}
