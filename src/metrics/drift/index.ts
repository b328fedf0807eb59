import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { FeatureProfile } from '../../ingest/store.ts';
import { inputError } from '../../monitor-error.ts';
import { bySize } from '../../report/schema/feature-order.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import { referenceOutcomeColumn } from '../../settings/columns-policy.ts';
import type { Reporter } from '../../settings/reporter.ts';
import { benjaminiHochberg } from '../../stats/benjamini-hochberg.ts';
import { countedDrifted } from '../../wording/drift-counts.ts';
import { publicName } from '../../wording/public-name.ts';
import { plural } from '../../wording/sentence-numbers.ts';
import { publishedDrift } from '../privacy/publish-drift.ts';
import type { MetricsContext } from '../window.ts';
import { countingNote } from './counting-note.ts';
import { featureReport, readFeature } from './feature.ts';
import { filledCount } from './feature-type.ts';
import { identifierNotes, identifiers } from './identifiers.ts';
import { type FeatureLeads, featureLeads } from './lead-counts.ts';
import { type ComparedFeature, multivariateSection, notCompared } from './multivariate.ts';
import { featureSlugs } from './slug.ts';

type Drift = Report['drift'];

/** Drift section: compares every input feature of the window with the reference. (Guide 2.4) */
export async function driftSection(
  context: MetricsContext,
  reference: ReferenceData,
  reporter: Reporter,
): Promise<Drift> {
  const { store, window } = context;
  if (reference.present && reference.rows === 0) throw emptyReference(reference);
  const predictions = await store.count('predictions', window.predictions);
  const all = await store.features(window.predictions);
  const ids = await identifiers(context, all);
  const { profiles, notes } = selectFeatures(context, all, ids);
  if (reference.present) checkCommon(profiles, reference);

  const slugs = featureSlugs(profiles.map((profile) => profile.name));
  const compared: ComparedFeature[] = [];
  const leadsOf = new Map<string, FeatureLeads>();
  const notComparable: string[] = [];
  reporter.stage('Comparing features');
  for await (const read of readAhead(profiles, (profile) => readFeature(context, profile, predictions))) {
    const { name } = read.profile;
    const feature = featureReport(read, slugs.get(name) ?? 'feature', context.policy, profiles.length);
    compared.push({ key: name, feature, numbersInStrings: read.numbersNote !== null });
    leadsOf.set(feature.slug, featureLeads(read, context));
    if (!feature.inShare && isExpected(read.profile)) notComparable.push(feature.name);
    reporter.progress(compared.length, profiles.length, 'features');
  }
  const adjusted = adjustP(
    compared.map(({ feature }) => feature),
    context.policy.drift.alpha,
  );
  const multivariate = reference.present
    ? await multivariateSection(context, compared)
    : notCompared('There is no reference.');
  const expected = profiles.filter(isExpected).length;
  const tooFew = tooFewCompared(expected, notComparable);
  const drift = {
    ...judgeShare(context, adjusted, reference, tooFew),
    features: adjusted,
    multivariate,
    notes: predictions === 0 ? notes : [...notes, countingNote(context)],
  };
  return publishedDrift(drift, leadsOf, context);
}

/** Reads one item ahead, so that the engine counts the next feature while the current one is tested. */
async function* readAhead<Item, Read>(
  items: readonly Item[],
  read: (item: Item) => Promise<Read>,
): AsyncGenerator<Read> {
  const start = (item: Item | undefined): Promise<Read> | null => {
    const reading = item === undefined ? null : read(item);
    // Marks the promise as handled: if the consumer fails first, a later rejection of this read must not be
    // unhandled.
    reading?.catch(() => undefined);
    return reading;
  };
  let next = start(items[0]);
  try {
    for (let i = 1; next !== null; i++) {
      const done = await next;
      next = start(items[i]);
      yield done;
    }
  } finally {
    // If the consumer stops early, wait for the read in progress, so that nothing uses the store afterwards.
    await next?.catch(() => undefined);
  }
}

/** Judges the share of tested features that drifted; red at the policy's threshold. */
function judgeShare(
  { policy }: MetricsContext,
  features: readonly Feature[],
  reference: ReferenceData,
  tooFew: string | null,
): Omit<Drift, 'features' | 'multivariate' | 'notes'> {
  const { alpha } = policy.drift;
  const redShare = policy.alerts['data-drift'].threshold;
  const counted = features.filter((feature) => feature.inShare);
  const drifted = counted.filter((feature) => feature.status === 'drifted');
  const driftedAdjusted = drifted.filter(
    (feature) => feature.pAdjusted === null || feature.pAdjusted < alpha,
  );
  const { count } = policy.drift;
  const material = counted.filter((feature) => feature.material === true).length;
  const counts = { count, drifted: drifted.length, material, tested: counted.length, alpha, redShare };
  if (counted.length === 0 || tooFew !== null) {
    const reason = counted.length === 0 ? untestedReason(features, reference) : tooFew;
    return {
      ...counts,
      status: 'unknown',
      share: null,
      driftedAdjusted: driftedAdjusted.length,
      reason,
      action: null,
    };
  }
  const share = countedDrifted(counts) / counted.length;
  const red = share >= redShare;
  return {
    ...counts,
    status: red ? 'red' : 'green',
    share,
    driftedAdjusted: driftedAdjusted.length,
    reason: null,
    action: red ? policy.alerts['data-drift'].action : null,
  };
}

/**
 * True where the feature should be tested: the reference has values, and they or production's vary (a feature absent
 * from production counts too).
 */
function isExpected({ reference, production }: FeatureProfile): boolean {
  if (reference === null || filledCount(reference) === 0) return false;
  return reference.distinct > 1 || production === null || production.distinct > 1;
}

/**
 * Reason why the tested features do not represent the reference; null where they are at least half of those expected.
 */
function tooFewCompared(expected: number, notComparable: readonly string[]): string | null {
  const [first] = notComparable;
  const comparable = expected - notComparable.length;
  if (first === undefined || comparable * 2 >= expected) return null;
  const line = `"drift": {"features": {${JSON.stringify(first)}: {"ignore": true}}}`;
  return `Only ${comparable} of ${plural(expected, 'feature')} of the reference can be compared with the log; each of the others says why. Give the training data as the API receives them, or leave out what the API does not receive in the policy: ${line}.`;
}

function untestedReason(features: readonly Feature[], reference: ReferenceData): string {
  if (!reference.present) return 'There is no reference to compare with: set REFERENCE_DATA_PATH.';
  if (features.every((feature) => feature.nProduction + feature.missingProduction === 0)) {
    return 'There is no prediction to compare.';
  }
  return `None of ${plural(features.length, 'feature')} could be tested; each says why.`;
}

/**
 * Adjusts p-values by Benjamini–Hochberg over the tested features that have one, says whose drift is material, and
 * sorts by size.
 */
function adjustP(features: readonly Feature[], alpha: number): Feature[] {
  const tested = features.filter((feature) => feature.inShare && feature.p !== null);
  const adjusted = benjaminiHochberg(tested.map((feature) => feature.p ?? 1));
  const bySlug = new Map(tested.map((feature, i) => [feature.slug, adjusted[i] ?? null]));
  return features
    .map((feature) => {
      const pAdjusted = bySlug.get(feature.slug) ?? null;
      const significant = pAdjusted === null ? feature.status === 'drifted' : pAdjusted < alpha;
      return { ...feature, pAdjusted, material: feature.material === true && significant };
    })
    .sort(bySize);
}

/** Leaves out keys that are not features, those that the policy ignores, and those that hardly any row has. */
function selectFeatures(
  { policy }: MetricsContext,
  all: readonly FeatureProfile[],
  ids: ReadonlySet<string>,
): { profiles: FeatureProfile[]; notes: string[] } {
  const { outcomeColumn, keyColumn } = policy.outcomes;
  const never = new Set([
    'score',
    outcomeColumn,
    referenceOutcomeColumn(policy),
    ...ids,
    ...(keyColumn === null ? [] : [keyColumn]),
  ]);
  const notes = identifierNotes(ids);
  const candidates = all.filter(
    ({ name }) => !never.has(name) && policy.drift.features[name]?.ignore !== true,
  );
  const isStray = ({ reference, production }: FeatureProfile): boolean => {
    const held = production?.leads ?? 0;
    return reference === null && held < policy.privacy.k && filledCount(production) < (production?.rows ?? 0);
  };
  const strays = candidates.filter(isStray);
  if (strays.length > 0) {
    notes.push(
      `${plural(strays.length, 'input key')} that the reference does not have and fewer than ${policy.privacy.k} leads carry: counted here, not shown.`,
    );
  }
  const known = new Set(all.map((profile) => profile.name));
  for (const name of Object.keys(policy.drift.features)) {
    if (!known.has(name))
      notes.push(`The policy names the feature "${publicName(name)}", which neither side has.`);
  }
  return { profiles: candidates.filter((profile) => !isStray(profile)), notes };
}

function checkCommon(profiles: readonly FeatureProfile[], reference: ReferenceData): void {
  const inReference = profiles.filter((profile) => profile.reference !== null);
  const inLog = profiles.filter((profile) => profile.production !== null);
  if (inLog.length === 0 || inLog.some((profile) => profile.reference !== null)) return;
  const list = (some: readonly FeatureProfile[]): string =>
    `${some
      .slice(0, 5)
      .map((profile) => publicName(profile.name, 40))
      .join(', ')}${some.length > 5 ? ', …' : ''}`;
  throw inputError(
    'no-common-feature',
    `The reference ${reference.location} has no feature in common with the predictions log.\n` +
      `  Reference columns: ${list(inReference) || 'none but score and outcome'}\n` +
      `  Keys of input in the log: ${list(inLog)}\n` +
      'Set REFERENCE_DATA_PATH to the training data as the API receives them, with the same column names as `input`.',
  );
}

const emptyReference = (reference: ReferenceData) =>
  inputError(
    'empty-reference',
    `The reference ${reference.location} holds no row to compare with. ` +
      'Set REFERENCE_DATA_PATH to the training data as the API receives them (CSV with a header and at least 30 rows).',
  );
