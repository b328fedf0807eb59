import { AmbiguousColumn } from '../../ingest/rules/resolve-columns.ts';
import { MissingOutcomeColumn } from '../../ingest/sources/outcome-columns.ts';
import { type PolicyObject, valueUnder, withValue } from '../../settings/policy-object.ts';
import { parsePolicy } from '../../settings/read-policy.ts';
import type { Settings } from '../../settings/variables.ts';
import { type CheckedInputs, checkInputs } from '../check/check-inputs.ts';

type Surroundings = Parameters<typeof checkInputs>[2];

/** A key of the policy that the inputs decide. */
export interface Decision {
  readonly path: readonly string[];
  readonly value: unknown;
  /** What was seen. */
  readonly why: string;
}

export interface DecidedPolicy {
  readonly decisions: readonly Decision[];
  /** The policy file with the decisions; keys that it had keep their values. */
  readonly policy: Readonly<Record<string, unknown>>;
  readonly checked: CheckedInputs;
}

/** Segments that are proposed; more are rarely read. */
const MAX_SEGMENTS = 3;

/**
 * Reads the inputs as `check` does and decides what the policy has to say of them beside its defaults.
 *
 * @param given the policy file that is there; `{}` where there is none.
 * @throws MonitorError whatever `checkInputs` throws.
 */
export async function decidePolicy(
  settings: Settings,
  given: PolicyObject,
  surroundings: Surroundings,
): Promise<DecidedPolicy> {
  const decisions: Decision[] = [];
  let policy = given;
  const decide = (path: readonly string[], value: unknown, why: string): void => {
    if (valueUnder(policy, path) !== undefined) return;
    policy = withValue(policy, path, value);
    decisions.push({ path, value, why });
  };
  const check = (): Promise<CheckedInputs> =>
    checkInputs(
      settings,
      parsePolicy(policy, settings.policy.value ?? settings.policy.fallback),
      surroundings,
    );
  const checkColumns = async (): Promise<CheckedInputs> => {
    for (;;) {
      try {
        return await check();
      } catch (error) {
        const found = columnThatMends(error);
        // Each round decides one more column, or ends.
        if (found === null || valueUnder(policy, found.path) !== undefined) throw error;
        decide(found.path, found.value, found.why);
      }
    }
  };
  let checked = await checkColumns();
  const places = (['predictions', 'requests'] as const).flatMap((source) =>
    checked[source].columns.map(({ field, likely }) => ({ path: ['columns', source, field], likely })),
  );
  const known = decisions.length;
  for (const { path, likely } of places) {
    const [place, ...others] = likely;
    if (place !== undefined && others.length === 0)
      decide(path, place, 'it is the one place in the records that fits');
  }
  if (decisions.length > known) checked = await checkColumns();
  if (needsTopLevel(checked)) {
    const path = ['columns', 'predictions', 'input'];
    const before = { policy, checked };
    policy = withValue(policy, path, '*');
    checked = await checkColumns();
    if (checked.predictions.rejected < checked.predictions.rows) {
      decisions.push({ path, value: '*', why: 'the features stand at the top level of the records' });
    } else ({ policy, checked } = before);
  }
  const { features, outcomes, reference } = checked;
  const why = 'it is named like one, holds nothing else, and no prediction has it';
  if (reference.likelyScore !== null)
    decide(['columns', 'reference', 'score'], reference.likelyScore, `the score: ${why}`);
  if (reference.likelyOutcome !== null)
    decide(['columns', 'reference', 'outcome'], reference.likelyOutcome, `the outcome: ${why}`);
  if (outcomes.keyColumn !== null) {
    const { keyColumn, matched, leads } = outcomes;
    decide(
      ['outcomes', 'keyColumn'],
      keyColumn,
      `it joins ${matched ?? 0} of ${leads ?? 0} leads with an outcome`,
    );
  }
  for (const name of features.identifiers) {
    decide(['drift', 'features', name, 'ignore'], true, 'it names leads and does not describe them');
  }
  for (const { name, type, change } of features.shared) {
    if (change !== null) decide(['drift', 'features', name, 'type'], type, change);
  }
  const personal = new Set(features.personal);
  const segments = features.shared
    .filter(({ name, type }) => type === 'categorical' && !personal.has(name))
    .map(({ name }) => name)
    .slice(0, MAX_SEGMENTS);
  if (segments.length > 0) decide(['segments'], segments, 'categories that reference and predictions share');
  return { decisions, policy, checked };
}

/** The column to name so that a check does not fail like this; null where that cannot be told. */
function columnThatMends(error: unknown): Decision | null {
  if (error instanceof MissingOutcomeColumn && error.fitting.length === 1) {
    const holds = error.key === 'dateColumn' ? 'dates' : 'only yes and no';
    return {
      path: ['outcomes', error.key],
      value: error.fitting[0],
      why: `it is the one column that holds ${holds}`,
    };
  }
  if (!(error instanceof AmbiguousColumn)) return null;
  const { source, field, names } = error.rivals;
  const [first, second] = names;
  return {
    path: ['columns', source, field],
    value: first,
    why: `it could be \`${first}\` or \`${second}\`; the more usual name was taken`,
  };
}

/** Every row was refused, and no sampled record has an object of features. */
function needsTopLevel({ predictions: { rows, rejected, columns } }: CheckedInputs): boolean {
  const lacking = columns.filter(({ readFrom }) => readFrom === null).map(({ field }) => field);
  return rows > 0 && rejected === rows && lacking.includes('input') && !lacking.includes('score');
}
