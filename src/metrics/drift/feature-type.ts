import type { ColumnProfile, FeatureProfile } from '../../ingest/store.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { FeatureType } from '../../stats/tests/drift-test-types.ts';
import { percent, plural } from '../../wording/sentence-numbers.ts';

/** Kind of a value: a number, or anything written as text (strings, booleans, lists). */
export type ValueKind = 'number' | 'text';

export interface InferredType {
  readonly type: FeatureType;
  /** Reason for the type, for the reader. */
  readonly reason: string;
}

/** Number of filled (non-missing) values of a column. */
export const filledCount = (profile: ColumnProfile | null): number =>
  profile === null ? 0 : profile.rows - profile.missing;

/**
 * The kind of most filled values; null where none is filled. A tie counts as text, because numbers can be read as
 * text.
 */
export function valueKind(profile: ColumnProfile | null): ValueKind | null {
  const filled = filledCount(profile);
  if (profile === null || filled === 0) return null;
  return profile.numbers * 2 > filled ? 'number' : 'text';
}

/**
 * The type of a feature, from the reference alone, so that production cannot change how it is tested: integers with few
 * distinct values are categorical, other numbers numeric; strings with many distinct values that make up much of the
 * filled rows are text, other strings and booleans categorical. The policy may say otherwise. A feature that the
 * reference does not have is typed by the log, to be shown; it is not tested.
 */
export function inferType({ name, reference, production }: FeatureProfile, policy: Policy): InferredType {
  const override = policy.drift.features[name]?.type;
  if (override !== undefined) return { type: override, reason: 'Set in the policy.' };
  if (valueKind(reference) !== null && reference !== null) return typeOf(reference, 'reference', policy);
  if (valueKind(production) !== null && production !== null) return typeOf(production, 'log', policy);
  return { type: 'categorical', reason: 'Neither side holds a value to tell the type from.' };
}

function typeOf(profile: ColumnProfile, where: 'reference' | 'log', policy: Policy): InferredType {
  const { integerCategories, textDistinct, textShare } = policy.types;
  const { distinct, integers, numbers, booleans } = profile;
  const filled = filledCount(profile);
  if (valueKind(profile) === 'number') {
    return integers === numbers && distinct <= integerCategories
      ? {
          type: 'categorical',
          reason: `Whole numbers with at most ${plural(integerCategories, 'distinct value')} in the ${where}.`,
        }
      : {
          type: 'numeric',
          reason: `Numbers in the ${where}, fractions or of more than ${plural(integerCategories, 'distinct value')}.`,
        };
  }
  if (booleans * 2 > filled) return { type: 'categorical', reason: 'True or false.' };
  if (distinct > textDistinct && distinct > textShare * filled) {
    const reason = `Strings with more than ${plural(textDistinct, 'distinct value')} in the ${where} and than ${percent(textShare)} of its filled rows.`;
    return { type: 'text', reason };
  }
  return {
    type: 'categorical',
    reason: `Strings with few enough distinct values in the ${where} to be categories.`,
  };
}

/**
 * Reason why the two sides cannot be compared; null where they can. A policy that sets the type to categorical or
 * text decides to read both sides as strings, so differing kinds are accepted.
 */
export function incomparable(profile: FeatureProfile, policy: Policy): string | null {
  const decided = policy.drift.features[profile.name]?.type;
  return decided === 'categorical' || decided === 'text' ? null : typeChange(profile);
}

/**
 * Describes a change of kind ("strings in the log where the reference holds numbers"); null where both sides agree or
 * one is empty.
 */
export function typeChange({ reference, production }: FeatureProfile): string | null {
  const expected = valueKind(reference);
  const found = valueKind(production);
  if (expected === null || found === null || production === null || expected === found) return null;
  if (found === 'text')
    return `Numbers in the reference, ${textWord(production)} in the log (most of its filled values).`;
  const word = reference === null ? 'strings' : textWord(reference);
  return `${capital(word)} in the reference, numbers in the log (most of its filled values).`;
}

function textWord({ strings, booleans, nested }: ColumnProfile): string {
  if (nested > strings && nested >= booleans) return 'lists or objects';
  return booleans > strings ? 'true/false' : 'strings';
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
