import type { OutcomeData, ReferenceData } from '../../ingest/sources/tables.ts';
import type { ReferenceScores } from '../../model/reference-scores.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import type { SegmentsSection } from '../../report/schema/segments.ts';
import { nearestName } from '../../settings/nearest.ts';
import { CANDIDATE_LIMITS, candidateSegments } from '../../stats/segments/candidate-segments.ts';
import { SEARCH_OPTIONS, weakestSegments } from '../../stats/segments/weakest-segments.ts';
import { publicName } from '../../wording/public-name.ts';
import { formatCount, plural } from '../../wording/sentence-numbers.ts';
import { fewestRows } from '../performance/evidence.ts';
import { maturityInWords } from '../performance/words.ts';
import { type KRule, kRule, shownCount } from '../privacy/k-rule.ts';
import type { MetricsContext } from '../window.ts';
import { columnOf, groupingOf, type Split, type SplitFeature } from './groups.ts';
import { chooseLeads, type SplitLead, withCells } from './leads.ts';
import { mixOf } from './mix.ts';
import { shown } from './segment-row.ts';
import { tablesOf } from './tables.ts';

export interface SegmentsInputs {
  readonly data: OutcomeData;
  readonly reference: ReferenceData;
  readonly scores: ReferenceScores;
  readonly drift: Pick<Report['drift'], 'features'>;
  readonly performance: Pick<PerformanceSection, 'judgement' | 'reason' | 'population'>;
}

/** Features that are searched beside the declared ones, in the order of the drift index. */
const MAX_FEATURES = 30;

const EMPTY: SegmentsSection = {
  status: 'unknown',
  reason: null,
  labelled: 0,
  leads: 0,
  tested: 0,
  queries: 0,
  weakest: [],
  features: [],
  mixAgainst: null,
  mix: [],
  notes: [],
};

/**
 * For which leads the scores hold: the mature leads of one model version by value of each feature. One query beside
 * those that performance and drift ask; none without outcomes.
 */
export async function segmentsSection(
  context: MetricsContext,
  inputs: SegmentsInputs,
): Promise<SegmentsSection> {
  const { policy } = context;
  const { data, performance } = inputs;
  const rule = kRule(policy);
  const { k } = rule;
  if (!data.present || data.keyColumn === null || performance.judgement === 'unusable') {
    return { ...EMPTY, reason: performance.reason };
  }
  const chosen = await chooseLeads(context, data);
  const fewest = Math.max(CANDIDATE_LIMITS.fewest, fewestRows(policy));
  const nLabelled = chosen?.labelled.length ?? 0;
  if (chosen === null || chosen.maturity.provisional || nLabelled < 2 * fewest) {
    const known = chosen?.maturity.provisional === true ? `${maturityInWords(chosen.maturity)}. ` : '';
    const reason = `${known}${plural(shownCount(nLabelled, rule), 'mature outcome')} of this model version; segments are looked at from ${formatCount(2 * fewest)} on.`;
    return { ...EMPTY, reason };
  }
  const { features, notes } = await splitFeatures(context, inputs.drift.features);
  const leads = await withCells(
    context,
    data.keyColumn,
    chosen,
    features.map(({ name }) => name),
  );
  const all = new Map([...leads.labelled, ...leads.window].map((lead) => [lead.key, lead.cells]));
  const splits = features
    .map((feature, at): Split => {
      const cells = Array.from(all.values(), (own) => own[at] ?? null);
      return { feature, grouping: groupingOf(feature, cells, k), at };
    })
    .filter(({ grouping }) => grouping.names.length > 0);
  const { tested, weakest } = search(leads.labelled, splits, { fewest, rule });
  const contacted = performance.population === 'contacted' ? ['Outcomes are of contacted leads alone.'] : [];
  const sampled =
    chosen.windowTotal > leads.window.length
      ? [
          `Shares are of ${formatCount(shownCount(leads.window.length, rule))} leads, evenly spaced in the window.`,
        ]
      : [];
  return {
    ...EMPTY,
    status: tested === 0 ? 'unknown' : weakest.length > 0 ? 'yellow' : 'green',
    reason:
      tested === 0 ? `No value has ${formatCount(fewest)} leads with ten outcomes of either kind.` : null,
    labelled: shownCount(leads.labelled.length, rule),
    leads: shownCount(leads.window.length, rule),
    tested,
    queries: 1,
    weakest,
    features: tablesOf(context, inputs, splits, leads),
    ...mixOf(leads.labelled, splits, inputs.reference, chosen.maturity, fewest),
    notes: [...contacted, ...notes, ...sampled],
  };
}

/** Declared features first, then the others that have values in groups. */
async function splitFeatures(
  { store, policy, window }: MetricsContext,
  shownFeatures: readonly Feature[],
): Promise<{ readonly features: SplitFeature[]; readonly notes: string[] }> {
  const profiles = await store.features(window.predictions);
  const logged = profiles.filter(({ production }) => production !== null).map(({ name }) => name);
  const byShown = new Map(shownFeatures.map((feature) => [feature.name, feature]));
  const notes: string[] = [];
  const declared = policy.segments.flatMap((entry) => {
    const name = typeof entry === 'string' ? entry : entry.feature;
    if (logged.includes(name)) return [{ name, cuts: typeof entry === 'string' ? null : entry.cuts }];
    const meant = nearestName(name, logged);
    const remedy = meant === null ? '' : `; did you mean ${publicName(meant)}?`;
    notes.push(`The policy’s segments name ${publicName(name)}, which is no input of the log${remedy}`);
    return [];
  });
  const names = new Set(declared.map(({ name }) => name));
  const others = shownFeatures.flatMap(({ name: shownName, type }) => {
    const name = logged.find((own) => publicName(own) === shownName);
    return name === undefined || names.has(name) || type === 'text' ? [] : [{ name, cuts: null }];
  });
  const features = [...declared, ...others.slice(0, MAX_FEATURES)].flatMap(
    ({ name, cuts }): SplitFeature[] => {
      const feature = byShown.get(publicName(name));
      if (feature === undefined) return [];
      const { slug, type } = feature;
      return [
        { name, shown: feature.name, slug, numeric: type === 'numeric', declared: names.has(name), cuts },
      ];
    },
  );
  return { features, notes };
}

function search(
  labelled: readonly SplitLead[],
  splits: readonly Split[],
  { fewest, rule }: { readonly fewest: number; readonly rule: KRule },
): Pick<SegmentsSection, 'tested' | 'weakest'> {
  const scores = labelled.map(({ score }) => score);
  const labels = labelled.map(({ label }) => label ?? 0);
  const columns = splits.map(({ feature, grouping, at }) =>
    columnOf(
      grouping,
      labelled.map(({ cells }) => cells[at] ?? null),
      feature.declared,
    ),
  );
  const candidates = candidateSegments(scores, columns, { ...CANDIDATE_LIMITS, fewest, remainder: rule.k });
  const { tested, weakest } = weakestSegments(
    scores,
    labels,
    candidates.map(({ rows }) => rows),
    { fewest, fewestOfEach: Math.max(SEARCH_OPTIONS.fewestOfEach, rule.k) },
  );
  return {
    tested,
    weakest: weakest.flatMap(({ segment, figure, n, predicted, realised, expected, gap, p }) => {
      const candidate = candidates[segment];
      if (candidate === undefined) return [];
      return {
        where: candidate.where.map(({ column, group }) => ({
          feature: splits[column]?.feature.shown ?? '',
          value: splits[column]?.grouping.names[group] ?? '',
        })),
        n: shownCount(n, rule),
        figure,
        predicted: shown(predicted),
        realised: shown(realised),
        expected: shown(expected),
        gap: shown(gap),
        p,
      };
    }),
  };
}
