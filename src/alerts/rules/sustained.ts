import type { EarlierRun } from '../earlier-run.ts';
import { sustained } from './rule-policy.ts';

/** How a report names a breach of a rule, so that later ones can count it. */
export const breachKey = (rule: string, segment: string | null): string =>
  segment === null ? rule : `${rule}/${segment}`;

/**
 * Of the last `m` reports that judged a rule, this one included, those that breached it.
 *
 * @param earlier the reports before this one, newest first.
 */
export function reportsInBreach(
  rule: string,
  segment: string | null,
  breach: boolean,
  m: number,
  earlier: readonly EarlierRun[],
): number {
  const key = breachKey(rule, segment);
  const judged = earlier.filter(({ unjudged }) => !unjudged.includes(rule)).slice(0, m - 1);
  // Reports made before breaches were recorded know only what fired.
  const before = judged.filter(({ breached, firing }) => (breached ?? firing).includes(key));
  return before.length + Number(breach);
}

/** Whether a rule fires by the last reports together. */
interface Lasting {
  readonly fires: boolean;
  /** "1 of the last 3 reports, fires with 2"; null where this report alone decides. */
  readonly words: string | null;
}

/** @param demanded the policy's `for`, such as "2 of 3". */
export function judgeLasting(
  demanded: string,
  rule: string,
  segment: string | null,
  breach: boolean,
  earlier: readonly EarlierRun[],
): Lasting {
  const [n, m] = sustained(demanded);
  const reports = reportsInBreach(rule, segment, breach, m, earlier);
  return {
    fires: reports >= n,
    words: m === 1 ? null : `${reports} of the last ${m} reports, fires with ${n}`,
  };
}
