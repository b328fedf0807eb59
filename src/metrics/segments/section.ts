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
import type { MetricsContext } from '../window.ts';
import { columnOf, groupingOf, type Split, type SplitFeature } from './groups.ts';
import { chooseLeads, type SplitLead, withCells } from './leads.ts';
import { mixOf } from './mix.ts';
import { mean, shown, shownLeads } from './segment-row.ts';
import { tablesOf } from './tables.ts';

export interface SegmentsInputs {
  readonly data: OutcomeData;
  readonly reference: ReferenceData;
  readonly scores: ReferenceScores;
  readonly drift: Pick<Report['drift'], 'features'>;
  readonly performance: Pick<PerformanceSection, 'judgement' | 'reason'>;
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
  const { k } = policy.privacy;
  if (!data.present || data.keyColumn === null || performance.judgement === 'unusable') {
    return { ...EMPTY, reason: performance.reason };
  }
  const chosen = await chooseLeads(context, data);
  const fewest = Math.max(CANDIDATE_LIMITS.fewest, fewestRows(policy));
  const nLabelled = chosen?.labelled.length ?? 0;
  if (chosen === null || nLabelled < 2 * fewest) {
    const reason = `${plural(shownLeads(nLabelled, k), 'mature outcome')} of this model version; segments are looked at from ${formatCount(2 * fewest)} on.`;
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
  const { tested, weakest } = search(leads.labelled, splits, { fewest, k });
  const sampled =
    chosen.windowTotal > leads.window.length
      ? [`Shares are of ${formatCount(leads.window.length)} leads, evenly spaced in the window.`]
      : [];
  return {
    ...EMPTY,
    status: tested === 0 ? 'unknown' : weakest.length > 0 ? 'yellow' : 'green',
    reason:
      tested === 0 ? `No value has ${formatCount(fewest)} leads with ten outcomes of either kind.` : null,
    labelled: shownLeads(leads.labelled.length, k),
    leads: shownLeads(leads.window.length, k),
    tested,
    queries: 1,
    weakest,
    features: tablesOf(context, inputs, splits, leads),
    ...mixOf(leads.labelled, splits, inputs.reference, chosen.maturity, fewest),
    notes: [...notes, ...sampled],
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
  { fewest, k }: { readonly fewest: number; readonly k: number },
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
  const candidates = candidateSegments(scores, columns, { ...CANDIDATE_LIMITS, fewest, remainder: k });
  const { tested, weakest } = weakestSegments(
    scores,
    labels,
    candidates.map(({ rows }) => rows),
    { fewest, fewestOfEach: Math.max(SEARCH_OPTIONS.fewestOfEach, k) },
  );
  return {
    tested,
    weakest: weakest.flatMap(({ segment, figure, n, realised, expected, gap, p }) => {
      const candidate = candidates[segment];
      if (candidate === undefined) return [];
      return {
        where: candidate.where.map(({ column, group }) => ({
          feature: splits[column]?.feature.shown ?? '',
          value: splits[column]?.grouping.names[group] ?? '',
        })),
        n: shownLeads(n, k),
        figure,
        predicted: shown(mean([...candidate.rows].map((row) => scores[row] ?? 0))),
        realised: shown(realised),
        expected: shown(expected),
        gap: shown(gap),
        p,
      };
    }),
  };
}
