import type { ReferenceOrigin } from '../../ingest/sources/reference-origin.ts';
import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import { isoTime } from '../../wording/time.ts';
import { calibrationOf, chooseBaseline } from '../performance/baseline.ts';
import { fewestRows } from '../performance/evidence.ts';
import type { Baselines } from '../performance/frozen.ts';
import { LOOK_WEEKS } from '../performance/judge.ts';
import { estimableScores, judgedLeads, readFrozen } from '../performance/judged-leads.ts';
import type { Lead } from '../performance/leads.ts';
import { matureWindow } from '../performance/mature-section.ts';
import { leadsIn, WEEK_MS } from '../performance/weeks.ts';
import { leadsOf } from '../performance/window-scores.ts';
import { publishedRange } from '../privacy/coarse-time.ts';
import { kRule } from '../privacy/k-rule.ts';
import { fewestOfPart } from '../privacy/units.ts';
import type { MetricsContext } from '../window.ts';
import { cutsOf } from './cuts.ts';
import { emptySection, judgedSection, whyUnknown } from './judged-section.ts';
import { curvesOf, targetOf, weeksOfTop } from './parts.ts';
import {
  baselineSide,
  estimatedSide,
  type RankedLead,
  realisedSide,
  rowOf,
  rowsOf,
  type Side,
  type SideInputs,
} from './sides.ts';

export interface RankingInputs {
  readonly data: OutcomeData;
  /** Reference rows with score and outcome; null where there are none. */
  readonly reference: LabelledScores | null;
  readonly performance: PerformanceSection;
  /** Default: what the policy says. */
  readonly origin?: ReferenceOrigin;
  /** Default: nothing is frozen. */
  readonly baselines?: Baselines | undefined;
}

/**
 * Whether the top of the list converts: the mature leads of one model version, as performance judges them, ranked by their
 * first score. No query beside those of performance; without outcomes, where the reference is a baseline, one more.
 */
export async function rankingSection(
  context: MetricsContext,
  inputs: RankingInputs,
): Promise<RankingSection> {
  const { policy, window } = context;
  const { performance, data, reference } = inputs;
  const origin = inputs.origin ?? policy.reference;
  const minimum = fewestRows(policy);
  if (performance.maturity === null) {
    const reason = performance.judgement === 'judged' ? null : performance.reason;
    const estimable = await estimableScores(context, { reference, origin });
    if (estimable === null) return emptySection(context.policy, reason);
    const { range, baseline, map } = estimable;
    const { scores, counts } = estimable.window;
    const leads = scores.map((score, i): RankedLead => ({ score, label: null, count: counts[i] ?? 0 }));
    const given = { leads, map, baseline, baselineLeads: [], population: 'contacted' as const };
    const side = leadsOf({ scores, counts }) < minimum ? null : estimatedSide(given);
    return side === null
      ? emptySection(context.policy, reason)
      : sectionOf(context, {
          given,
          window: range,
          shownWindow: publishedRange(range, window.predictions, policy),
          sides: [side],
          reason,
          weeks: [],
        });
  }
  const { version, own, maturity } = await judgedLeads(context, data);
  if (maturity === null || performance.realised === null)
    return emptySection(context.policy, performance.reason);
  const { until } = maturity;
  const grown = own.filter(({ time }) => time <= until);
  const mature = grown.filter(({ label }) => label !== null);
  const { frozen } = readFrozen(inputs.baselines, version, until);
  const baseline = chooseBaseline({ policy, origin, version, reference, mature, frozen });
  const map = calibrationOf(baseline, minimum);
  const shown = matureWindow(mature, window.predictions, until, minimum);
  const given: SideInputs = {
    leads: leadsIn(grown, shown),
    map,
    baseline,
    baselineLeads: grown.filter(({ time }) => time <= (baseline?.until ?? -1)),
    population: performance.population,
  };
  const sides = [realisedSide(given), estimatedSide(given)].filter((side) => side !== null);
  const weeks = weeksOfTop(performance.windows, own, {
    k: policy.ranking.target,
    map,
    population: performance.population,
    fewest: policy.privacy.k,
  });
  const reason = performance.maturity.provisional ? performance.reason : null;
  const longest = { start: until - Math.max(...LOOK_WEEKS) * WEEK_MS, end: until };
  const explored = leadsIn(mature, longest).filter((lead) => lead.explored === true);
  const section = sectionOf(context, { given, window: shown, sides, reason, weeks });
  return reason !== null || explored.length < minimum ? section : withExplored(section, explored, policy);
}

/**
 * Where only the top was contacted, lift and recall of the judged top are those of the leads that were contacted at random,
 * which stand for all.
 */
function withExplored(
  section: RankingSection,
  explored: readonly Lead[],
  policy: MetricsContext['policy'],
): RankingSection {
  const side = realisedSide({
    leads: explored,
    map: null,
    baseline: null,
    baselineLeads: [],
    population: 'all',
  });
  const rows = section.rows.map((row) => {
    if (row.source !== 'realised' || row.k !== policy.ranking.target || row.lift !== null) return row;
    const found = rowOf(side, row.k, row.n / section.leads, policy.privacy.k);
    return found === null ? row : { ...row, recall: found.recall, lift: found.lift };
  });
  return judgedSection({ ...section, rows });
}

interface Found {
  readonly given: SideInputs;
  readonly window: TimeRange;
  /** The window as it is published. Default `window`. */
  readonly shownWindow?: TimeRange;
  readonly sides: readonly Side[];
  readonly reason: string | null;
  readonly weeks: RankingSection['weeks'];
}

function sectionOf(
  context: MetricsContext,
  { given, window, shownWindow = window, sides, reason, weeks }: Found,
): RankingSection {
  const { policy } = context;
  const fewest = policy.privacy.k;
  const first = sides[0];
  if (first === undefined) return emptySection(context.policy, reason);
  const before = baselineSide(given);
  const all = before === null ? sides : [...sides, before];
  const rule = kRule(policy);
  const cuts = cutsOf(
    first.ranked,
    policy.ranking,
    fewest,
    // Of fewer leads the rate of a part is not told.
    rule.rounded ? fewestOfPart(rule) : fewest,
  );
  const rows = all.flatMap((side) => rowsOf(side, cuts, first.ranked.n, fewest));
  const section: RankingSection = {
    ...emptySection(context.policy, reason),
    population: given.population,
    window: { start: isoTime(shownWindow.start), end: isoTime(shownWindow.end) },
    leads: first.ranked.n,
    rows: rows.sort(
      (a, b) => cuts.tops.findIndex(({ k }) => k === a.k) - cuts.tops.findIndex(({ k }) => k === b.k),
    ),
    target: targetOf(sides, window, policy, fewestRows(policy)),
    ...curvesOf(all, cuts, fewest),
    weeks,
  };
  if (reason !== null) return section;
  const unknown = whyUnknown(first, cuts, policy.ranking.target, fewest);
  return unknown === null ? judgedSection(section) : { ...section, reason: unknown };
}
