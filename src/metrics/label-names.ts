import type { LabelCount } from '../ingest/store.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { publicName } from '../wording/public-name.ts';
import { kRule, shownCount } from './privacy/k-rule.ts';

const OTHER = '(other)';
/** Labels that the API itself writes: shown however rare. */
const WELL_KNOWN = ['engaged', 'not_engaged'];

/**
 * Display names of labels: those of the API and those of at least k leads as they are, rarer ones "(other)",
 * because a label of a single lead may identify it.
 */
export function labelNames(counts: readonly LabelCount[], policy: Policy): (label: string) => string {
  const common = counts.filter(({ leads }) => leads >= policy.privacy.k).map(({ label }) => label);
  const shown = new Set([...WELL_KNOWN, policy.scores.positiveLabel, ...common]);
  return (label) => (shown.has(label) ? publicName(label) : OTHER);
}

/** Leads under the display names, most frequent first, "(other)" last. */
export function labelCounts(
  counts: readonly LabelCount[],
  most: number,
  policy: Policy,
): { label: string; count: number }[] {
  const nameOf = labelNames(counts, policy);
  const rule = kRule(policy);
  const rows = counts.map(({ label, leads }) => ({ label: nameOf(label), count: shownCount(leads, rule) }));
  const named = rows.filter(({ label }) => label !== OTHER);
  const rest = [...rows.filter(({ label }) => label === OTHER), ...named.slice(most)];
  const shown = new Set(named.slice(0, most).map(({ label }) => label));
  const others = shownCount(
    counts.reduce((sum, { label, leads }) => sum + (shown.has(nameOf(label)) ? 0 : leads), 0),
    rule,
  );
  return [...named.slice(0, most), ...(rest.length === 0 ? [] : [{ label: OTHER, count: others }])];
}
