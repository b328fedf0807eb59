import type { FeatureProfile, TableChunk } from '../../ingest/store.ts';
import type { Feature } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { CategoricalTable, JointTable, TextSamples } from '../../stats/tables/joint-table.ts';
import type { FeatureType } from '../../stats/tests/drift-test-types.ts';
import { publicName } from '../../wording/public-name.ts';
import { playbookEntry } from '../playbook.ts';
import { kRule } from '../privacy/k-rule.ts';
import type { MetricsContext } from '../window.ts';
import { categoricalDistribution, numericDistribution } from './distribution.ts';
import { thinnedEcdf } from './ecdf.ts';
import { chooseTest, type TestedFields, testFeature, untested } from './feature-test.ts';
import { filledCount, incomparable, inferType } from './feature-type.ts';
import { missingDrift } from './missing.ts';
import {
  chunksOfNumbers,
  type NumbersInStrings,
  numbersInStrings,
  tableOfNumbers,
} from './numbers-in-strings.ts';
import { driftBegan, driftOverTime, readChunks } from './over-time.ts';
import { schemaDrift } from './schema-drift.ts';
import { categoricalSummaries, numericSummaries } from './summary.ts';
import { textReport } from './text.ts';

/** Values of both sides read as the feature's type, and the count of values that do not fit it. */
interface FeatureValues {
  readonly input: JointTable | TextSamples | null;
  /** The same with each lead once; null for text, whose samples have each lead once. */
  readonly leads: JointTable | null;
  readonly mismatchedReference: number;
  readonly mismatchedProduction: number;
}

/** Data of one feature from the store, and how it will be compared. */
export interface ReadFeature {
  readonly profile: FeatureProfile;
  readonly type: ReturnType<typeof inferType>;
  readonly test: ReturnType<typeof chooseTest>;
  /** Why the two sides cannot be compared. */
  readonly impossible: TestedFields | null;
  readonly values: FeatureValues;
  readonly chunks: readonly TableChunk[];
  /** Both sides as text where their kinds differ, which says how each is written; null where they agree. */
  readonly forms: CategoricalTable | null;
  /** Present where one side's strings are read as numbers, with the remark for the reader. */
  readonly numbersNote: string | null;
}

/**
 * Reads everything from the store that the report of one feature needs.
 *
 * @throws MonitorError (exit code 2) where the policy names a test that does not fit the feature.
 */
export async function readFeature(
  context: MetricsContext,
  asLogged: FeatureProfile,
  predictions: number,
): Promise<ReadFeature> {
  const { policy } = context;
  const numbers = await numbersInStrings(context, asLogged);
  const profile = numbers?.profile ?? asLogged;
  const type = inferType(profile, policy);
  const test = chooseTest(profile.name, type.type, policy);
  const impossible = cannotCompare(profile, predictions, policy);
  const changed = incomparable(profile, policy) !== null;
  const values = changed ? NO_VALUES : await readValues(context, profile.name, type.type, numbers);
  const forms = changed
    ? (await context.store.categoricalTable(profile.name, context.window.predictions)).leads
    : null;
  const read = numbers === null ? type.type : 'categorical';
  const daily = impossible === null && read !== 'text' ? await readChunks(context, profile.name, read) : [];
  const chunks = numbers === null ? daily : chunksOfNumbers(daily, type.type);
  return { profile, type, test, impossible, values, chunks, forms, numbersNote: numbers?.note ?? null };
}

/** The report of one feature, without the p-value adjusted over all features. */
export function featureReport(
  {
    profile,
    type: { type, reason: typeReason },
    test,
    impossible,
    values,
    chunks,
    forms,
    numbersNote,
  }: ReadFeature,
  slug: string,
  policy: Policy,
  family: number,
): Feature {
  const changed = incomparable(profile, policy) !== null;
  const tested = impossible ?? compare(test, values, policy, family);
  const overTime = driftOverTime(chunks, test);
  const began = tested.status === 'drifted' ? driftBegan(overTime, test) : null;
  const rule = kRule(policy);
  return {
    name: publicName(profile.name),
    slug,
    type,
    typeReason,
    test: test.name,
    testLabel: test.label,
    ...tested,
    pAdjusted: null,
    scoreKind: test.scoreKind,
    threshold: test.threshold,
    nReference: Math.max(0, filledCount(profile.reference) - values.mismatchedReference),
    nProduction: Math.max(0, filledCount(profile.production) - values.mismatchedProduction),
    missingReference: profile.reference?.missing ?? 0,
    missingProduction: profile.production?.missing ?? 0,
    missing: missingDrift(profile.reference, profile.production, policy),
    schema: schemaDrift(
      profile,
      values.leads,
      { reference: values.mismatchedReference, production: values.mismatchedProduction },
      rule,
      forms ?? undefined,
    ),
    ...descriptions(profile, values, tested, changed, policy),
    overTime,
    began,
    playbook: playbookEntry(profile.name, type, policy),
    notes: [...(numbersNote === null ? [] : [numbersNote]), ...mismatchNotes(type, values), ...tested.notes],
  };
}

/** Reason why the two sides cannot be compared at all; null where they can. */
function cannotCompare(profile: FeatureProfile, predictions: number, policy: Policy): TestedFields | null {
  const { reference, production } = profile;
  if (reference === null) return untested('not-applicable', 'New: the reference has no such column.');
  if (predictions === 0) return untested('not-enough-data', 'There is no prediction to compare.');
  if (production === null) {
    return untested('not-applicable', 'Absent: no prediction in the window has such a key.');
  }
  const change = incomparable(profile, policy);
  if (change !== null) return untested('not-applicable', `Type changed: ${change}`);
  for (const [side, column] of [
    ['reference', reference],
    ['log', production],
  ] as const) {
    if (filledCount(column) === 0) {
      return untested('not-enough-data', `All values in the ${side} are missing.`);
    }
  }
  return null;
}

const NO_VALUES: FeatureValues = {
  input: null,
  leads: null,
  mismatchedReference: 0,
  mismatchedProduction: 0,
};

async function readValues(
  { store, policy, window }: MetricsContext,
  name: string,
  type: FeatureType,
  numbers: NumbersInStrings | null,
): Promise<FeatureValues> {
  const range = window.predictions;
  if (type === 'text') {
    const texts = await store.texts(name, range, policy.drift.sampleRows);
    return { ...NO_VALUES, input: { kind: 'text', ...texts } };
  }
  const { table, leads, mismatchedReference, mismatchedProduction } =
    numbers !== null
      ? tableOfNumbers(numbers.table, type)
      : type === 'numeric'
        ? await store.numericTable(name, range)
        : await store.categoricalTable(name, range);
  return { input: table, leads, mismatchedReference, mismatchedProduction };
}

function compare(
  test: ReturnType<typeof chooseTest>,
  { input, leads }: FeatureValues,
  policy: Policy,
  family: number,
): TestedFields {
  if (input === null) return untested('not-applicable', 'There is nothing to compare.');
  return testFeature(test, { input, leads }, policy, family);
}

function descriptions(
  profile: FeatureProfile,
  { input, leads }: FeatureValues,
  tested: TestedFields,
  changed: boolean,
  policy: Policy,
): Pick<Feature, 'distribution' | 'ecdf' | 'summary' | 'text'> {
  const none = { ecdf: null, summary: { reference: null, production: null }, text: null };
  const nothing = (reason: string) => ({ ...none, distribution: { kind: 'none' as const, reason } });
  if (changed) return nothing('The two sides hold values of different kinds.');
  const rule = kRule(policy);
  if (input?.kind === 'text') {
    const distinct = {
      reference: profile.reference?.distinct ?? 0,
      production: profile.production?.distinct ?? 0,
    };
    return {
      ...nothing('Free text has no distribution to draw.'),
      ...textReport(input, distinct, tested, policy),
    };
  }
  switch (leads?.kind) {
    case 'numeric': {
      const ecdf = thinnedEcdf(leads, rule);
      return {
        ...none,
        distribution: numericDistribution(leads, rule),
        ecdf,
        summary: numericSummaries(leads, rule),
      };
    }
    case 'categorical': {
      const distribution = categoricalDistribution(leads, rule);
      return { ...none, distribution, summary: categoricalSummaries(leads, rule) };
    }
    default:
      return nothing('There is no value on either side.');
  }
}

function mismatchNotes(type: FeatureType, values: FeatureValues): string[] {
  const kind = type === 'numeric' ? 'numbers' : 'of the feature’s type';
  const note = (count: number, where: string): string[] =>
    count === 0 ? [] : [`Some values in the ${where} are left out: not ${kind}.`];
  return [...note(values.mismatchedReference, 'reference'), ...note(values.mismatchedProduction, 'log')];
}
