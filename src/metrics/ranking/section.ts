import { judgedRow, judgeLift, judgePrecision, reachOf, topWords } from '../../figures/top-of-list.ts';
import type { ReferenceOrigin } from '../../ingest/sources/reference-origin.ts';
import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import { partBetween } from '../../stats/ranking/top-rows.ts';
import { percent } from '../../wording/sentence-numbers.ts';
import { isoTime } from '../../wording/time.ts';
import { currentVersion } from '../current-version.ts';
import { calibrationOf, chooseBaseline } from '../performance/baseline.ts';
import { fewestRows } from '../performance/evidence.ts';
import type { Baselines } from '../performance/frozen.ts';
import { LOOK_WEEKS } from '../performance/judge.ts';
import { joinLeads, judgedVersion, type Lead } from '../performance/leads.ts';
import { matureWindow } from '../performance/mature-section.ts';
import { maturityOf } from '../performance/maturity.ts';
import { leadsIn, WEEK_MS } from '../performance/weeks.ts';
import { leadsOf, windowScores } from '../performance/window-scores.ts';
import { publishedRange } from '../privacy/coarse-time.ts';
import { kRule } from '../privacy/k-rule.ts';
import { fewestOfPart } from '../privacy/units.ts';
import type { MetricsContext } from '../window.ts';
import { worstStatus } from '../worst-status.ts';
import { cutsOf } from './cuts.ts';
import { curvesOf, targetOf, weeksOfTop } from './parts.ts';
import {
  baselineSide,
  COVERED_FROM,
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
  const { store, policy, now, window } = context;
  const { performance, data, reference } = inputs;
  const origin = inputs.origin ?? policy.reference;
  const minimum = fewestRows(policy);
  if (performance.maturity === null) {
    const reason = performance.judgement === 'judged' ? null : performance.reason;
    const scope = await currentVersion(context);
    if (scope.mixed) return empty(context, reason);
    const { version, range } = scope;
    const baseline = chooseBaseline({ policy, origin, version, reference, mature: [], frozen: null });
    const map = calibrationOf(baseline, minimum);
    if (baseline === null || map === null) return empty(context, reason);
    const { scores, counts } = await windowScores(context, range);
    const leads = scores.map((score, i): RankedLead => ({ score, label: null, count: counts[i] ?? 0 }));
    const given = { leads, map, baseline, baselineLeads: [], population: 'contacted' as const };
    const side = leadsOf({ scores, counts }) < minimum ? null : estimatedSide(given);
    return side === null
      ? empty(context, reason)
      : sectionOf(context, {
          given,
          window: range,
          shownWindow: publishedRange(range, window.predictions, policy),
          sides: [side],
          reason,
          weeks: [],
        });
  }
  const leads = await joinLeads(store, now, data);
  const version = await judgedVersion(context, leads);
  const own = leads.filter((lead) => lead.version === version);
  const maturity = maturityOf(leads, policy.outcomes.maturityDays, now);
  if (maturity === null || performance.realised === null) return empty(context, performance.reason);
  const { until } = maturity;
  const grown = own.filter(({ time }) => time <= until);
  const mature = grown.filter(({ label }) => label !== null);
  const found = version === null ? 'absent' : (inputs.baselines?.read(version) ?? 'absent');
  const frozen = typeof found === 'string' || Date.parse(found.until) > until ? null : found;
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
  if (first === undefined) return empty(context, reason);
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
    ...empty(context, reason),
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

/** Of what both figures of the top say; nothing where its outcomes are not known. */
function judgedSection(section: RankingSection): RankingSection {
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
function whyUnknown(
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

function empty({ policy }: MetricsContext, reason: string | null): RankingSection {
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
