import type { RulePolicy } from '../../alerts/rules/rule-policy.ts';
import type { MakeRule, suggestRule } from '../../alerts/rules/suggest-rules.ts';
import type { RunSummary } from '../../report/summary.ts';
import { nameHash } from '../../wording/name-hash.ts';

/** A key of the policy that may be suggested. */
export interface Candidate {
  readonly path: readonly string[];
  readonly figure: Parameters<typeof suggestRule>[1];
  readonly make: MakeRule;
  readonly readValue: (run: RunSummary) => number | null;
  readonly toPolicy: (rule: RulePolicy) => unknown;
  /** Reports that are needed; default those that a rule learns from. */
  readonly needs?: number;
}

const MAX_ID = 60;
const MAX_TITLE = 80;

/** Id of a rule on one figure, feature or segment; a name of other letters than those of an id adds a hash. */
export function partRuleId(prefix: string, name: string): string {
  const slug = `${prefix}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.replace(/-+$/, '');
  const isWhole = slug.length <= MAX_ID && slug === `${prefix}-${name}`;
  return isWhole ? slug : `${slug.slice(0, MAX_ID - 9).replace(/-+$/, '')}-${nameHash(name)}`;
}

export const partTitle = (label: string, name: string): string =>
  [...`${label}: ${name}`].slice(0, MAX_TITLE).join('');

/** The candidates, and how many more there would be. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly more: number;
}
