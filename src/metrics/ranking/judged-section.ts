import { judgedRow, judgeLift, judgePrecision, reachOf, topWords } from '../../figures/top-of-list.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { partBetween } from '../../stats/ranking/top-rows.ts';
import { percent } from '../../wording/sentence-numbers.ts';
import { worstStatus } from '../worst-status.ts';
import type { cutsOf } from './cuts.ts';
import { COVERED_FROM, type Side } from './sides.ts';

/** Of what both figures of the top say; nothing where its outcomes are not known. */
export function judgedSection(section: RankingSection): RankingSection {
  const row = judgedRow(section);
  if (row === undefined) return section;
  const [precision, lift] = [judgePrecision(section), judgeLift(section)];
  const reach = reachOf(row, section.leads);
  return {
    ...section,
    reach: row.lift === null ? null : reach,
    status: worstStatus([precision.status, lift.status]),
    reason: precision.reason,
  };
}

/** Why the judged top has no figures; null where it has. */
export function whyUnknown(
  { ranked }: Side,
  { tops }: ReturnType<typeof cutsOf>,
  target: number,
  fewest: number,
): string | null {
  const leads = tops.find(({ k }) => k === target)?.leads;
  if (leads === undefined) {
    return `Not judged: the ${topWords(target)} of the leads are too few.`;
  }
  const { labelled, n } = partBetween(ranked, 0, leads);
  if (labelled >= COVERED_FROM * n) return null;
  const few = labelled < fewest ? 'too few' : `fewer than ${percent(COVERED_FROM)}`;
  return `Not judged: ${few} of the ${topWords(target)} have an outcome.`;
}

/** Not judged, with the limits that it would be judged by. */
export function emptySection(policy: Policy, reason: string | null): RankingSection {
  const { target, targetPrecision, stopPrecision, minimumLift } = policy.ranking;
  return {
    status: 'unknown',
    reason: reason ?? 'Not judged: too few mature outcomes.',
    population: 'all',
    window: null,
    leads: 0,
    reach: null,
    limits: { k: target, targetPrecision, stopPrecision, minimumLift },
    rows: [],
    target: null,
    gains: [],
    deciles: [],
    weeks: [],
  };
}
