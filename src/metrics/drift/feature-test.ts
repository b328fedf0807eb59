import { configurationError } from '../../monitor-error.ts';
import type { Feature } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { isMaterial } from '../../stats/effect.ts';
import type { Effect, StatisticResult } from '../../stats/result.ts';
import { shiftEffect } from '../../stats/shift-effect.ts';
import type { CategoricalTable, JointTable, TextSamples } from '../../stats/tables/joint-table.ts';
import { MIN_EXPECTED, poolSparseCategories } from '../../stats/tests/chi-squared/sparse-categories.ts';
import {
  defaultThreshold,
  runDriftTest,
  scoreKind,
  testLabel,
  testsFor,
} from '../../stats/tests/drift-test.ts';
import type { FeatureType, TestName } from '../../stats/tests/drift-test-types.ts';
import { sentence } from '../../wording/clean-text.ts';
import { publicName } from '../../wording/public-name.ts';
import { isRare } from './distribution.ts';
import { effectOf } from './effect-of.ts';
import { detectableShift } from './power.ts';

/** The test chosen for one feature, with its options. */
export interface ChosenTest {
  readonly name: TestName;
  readonly label: string;
  readonly scoreKind: 'p' | 'distance';
  readonly threshold: number;
  readonly bins: 'sturges' | 'quantile';
}

/**
 * The feature's own test from the policy, else that of its type.
 * @throws MonitorError (exit code 2) where the policy names a test that does not fit the type; it lists those that do.
 */
export function chooseTest(feature: string, type: FeatureType, policy: Policy): ChosenTest {
  const own = policy.drift.features[feature];
  const name = own?.test ?? policy.drift.tests[type];
  if (!testsFor(type).includes(name)) {
    const key = own?.test === undefined ? `drift.tests.${type}` : `drift.features.${feature}.test`;
    const fitting = testsFor(type).join(', ');
    throw configurationError(
      'test-does-not-fit',
      `The policy’s ${key} is "${name}", which does not fit "${feature}": it is ${type}. Tests that fit: ${fitting}.`,
    );
  }
  const kind = scoreKind(name);
  const threshold = own?.threshold ?? (kind === 'p' ? policy.drift.alpha : defaultThreshold(name));
  return { name, label: testLabel(name), scoreKind: kind, threshold, bins: own?.bins ?? 'sturges' };
}

export type TestedFields = Pick<
  Feature,
  'status' | 'inShare' | 'material' | 'statistic' | 'p' | 'pMethod' | 'score' | 'effect' | 'power' | 'reason'
> & { readonly notes: readonly string[] };

/** Test fields of a feature that cannot be compared, with the reason. */
export function untested(status: 'not-enough-data' | 'not-applicable', reason: string): TestedFields {
  return {
    status,
    inShare: false,
    material: false,
    statistic: null,
    p: null,
    pMethod: null,
    score: null,
    effect: null,
    power: null,
    reason,
    notes: [],
  };
}

const remark = (effect: Effect | undefined): readonly string[] =>
  effect?.note === undefined ? [] : [effect.note];

/** The effect by which a drift is material: the test's own, or that of the table where the test's has no interval. */
function sizeOf(effect: Effect | undefined, input: JointTable | TextSamples): Effect {
  if (effect !== undefined && (effect.interval !== undefined || input.kind === 'text')) return effect;
  if (input.kind !== 'text') return shiftEffect(input);
  return { name: 'AUC', value: 0.5, word: 'negligible' };
}

/** What is tested, and the same with each lead once: it decides which category may be named. */
export interface Compared {
  readonly input: JointTable | TextSamples;
  readonly leads: JointTable | null;
}

/** Runs the test, one of a family that is adjusted together. A result without a number gives the reason; rare categories are never named. */
export function testFeature(
  test: ChosenTest,
  { input, leads }: Compared,
  policy: Policy,
  family: number,
): TestedFields {
  const result = runDriftTest(test.name, input, {
    threshold: test.threshold,
    bins: test.bins,
    minimum: policy.drift.minimumRows,
    rows: policy.drift.sampleRows,
    family,
  });
  if (result.status !== 'ok') {
    return untested(result.status, publicReason(result, leads, policy.privacy.k));
  }
  return {
    status: result.drifted ? 'drifted' : 'stable',
    inShare: true,
    material: isMaterial(sizeOf(result.effect, input)),
    statistic: result.statistic,
    p: result.p ?? null,
    pMethod: result.pMethod ?? null,
    score: result.score,
    effect: effectOf(result.effect),
    power: detectableShift(test, result),
    reason: null,
    notes: publicNotes(
      [...(result.notes ?? []), ...remark(result.effect)],
      result.details ?? {},
      { input, leads },
      policy.privacy.k,
    ),
  };
}

function publicReason(
  result: Exclude<StatisticResult, { readonly status: 'ok' }>,
  leads: JointTable | null,
  k: number,
): string {
  // How many there are is not said: they may be fewer than k.
  if (result.status === 'not-enough-data') {
    const side = result.nReference < result.minimum ? 'reference' : 'log';
    return `Fewer than ${result.minimum} filled values in the ${side}.`;
  }
  const constantRare = leads?.kind === 'categorical' && leads.categories.length === 1 && isRare(leads, 0, k);
  return sentence(constantRare ? 'constant: every value is the same' : publicName(result.reason, 300));
}

/** The statistics' own `poolingNote` names the rare categories; here only the common ones are named. */
function publicNotes(
  notes: readonly string[],
  details: Readonly<Record<string, number>>,
  { input, leads }: Compared,
  k: number,
): string[] {
  const words = notes.map((note) => sentence(publicName(note, 300)));
  const pooled = details['pooledCategories'] ?? 0;
  return input.kind === 'categorical' && leads?.kind === 'categorical' && pooled > 1
    ? [poolingNote(input, leads, k), ...words]
    : words;
}

const MAX_NAMED = 3;

function poolingNote(table: CategoricalTable, leads: CategoricalTable, k: number): string {
  const common = new Set(leads.categories.filter((_, row) => !isRare(leads, row, k)));
  const pooled = new Set(poolSparseCategories(table, true).pooled);
  const named = table.categories
    .map((name, row) => ({ name, count: (table.reference[row] ?? 0) + (table.production[row] ?? 0) }))
    .filter(({ name }) => pooled.has(name) && common.has(name))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const shown = named.slice(0, MAX_NAMED).map(({ name }) => publicName(name, 40));
  const listed = shown.length === 0 ? '' : `; the largest: ${shown.join('; ')}`;
  return `${pooled.size} categories are tested as one, as expected counts below ${MIN_EXPECTED} ask for${listed}.`;
}
